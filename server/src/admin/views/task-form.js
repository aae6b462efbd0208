// Creating a task.
import { post } from '../lib/api.js'
import { h } from '../lib/dom.js'
import { dollarsOf, listOf, namesOf } from '../lib/input.js'
import { field, openForm } from './dialogs.js'
import { showNote } from './notices.js'

/** @param {import('../app.js').App} app */
export function createTaskForm({ store }) {
  const known = new Set([...store.agents.values()].flatMap(({ capabilities }) => capabilities))
  const suggestions = h(
    'datalist',
    { id: 'known-capabilities' },
    [...known].sort().map((capability) => h('option', { value: capability })),
  )
  return openForm({
    title: 'New task',
    submit: 'Create the task',
    wide: true,
    fields: [
      field({
        name: 'title',
        label: 'Title',
        input: h('input', {
          required: true,
          maxlength: 200,
          autofocus: true,
          placeholder: 'What is to be done, in one line',
        }),
      }),
      field({
        name: 'description',
        label: 'Description',
        input: h('textarea', {
          rows: 5,
          maxlength: 20_000,
          placeholder: 'Goal, limits, and how one sees that it is done. Markdown.',
        }),
      }),
      h(
        'div',
        { class: 'columns' },
        field({
          name: 'type',
          label: 'Type',
          input: h('input', { value: 'task', pattern: '[a-z0-9][a-z0-9._\\-]*', maxlength: 64, required: true }),
        }),
        field({
          name: 'priority',
          label: 'Priority',
          input: h(
            'select',
            {},
            ['low', 'normal', 'high', 'urgent'].map((priority) =>
              h('option', { selected: priority === 'normal' }, priority),
            ),
          ),
        }),
        field({
          name: 'requiredCapabilities',
          label: 'Required capabilities',
          hint: 'Separated by commas.',
          input: h('input', { list: 'known-capabilities', placeholder: 'any agent' }),
        }),
        field({
          name: 'estimateCostMicros',
          label: 'Estimate per run, $',
          hint: 'Reserved at each claim.',
          input: h('input', { inputmode: 'decimal', placeholder: '0.10' }),
        }),
        field({
          name: 'budgetCostMicros',
          label: 'Budget over all runs, $',
          hint: 'Empty for no limit.',
          input: h('input', { inputmode: 'decimal', placeholder: 'no limit' }),
        }),
        field({
          name: 'requiredArtifacts',
          label: 'Required artifacts',
          hint: 'Separated by commas; * for any characters.',
          input: h('input', { placeholder: 'none, or report-*.pdf' }),
        }),
        h(
          'label',
          { class: 'check' },
          h('input', { type: 'checkbox', name: 'requiresReview' }),
          h('span', {}, 'A person reviews the result'),
        ),
      ),
      suggestions,
    ],
    async onSubmit(data) {
      const task = await post('/tasks', taskFrom(data))
      store.tasks.set(task.id, task)
      store.changed('tasks')
      showNote(
        `“${task.title}” is ${task.state === 'ready' ? 'ready: an agent that fits may claim it' : 'in the backlog'}.`,
      )
    },
  })
}

/** @param {Record<string, string>} data */
function taskFrom({
  title,
  description,
  type,
  priority,
  requiredCapabilities,
  requiredArtifacts,
  estimateCostMicros,
  budgetCostMicros,
  requiresReview,
}) {
  return {
    title: title.trim(),
    type: type.trim(),
    priority,
    requiresReview: requiresReview === 'on',
    ...(description.trim() === '' ? {} : { description }),
    ...(requiredCapabilities.trim() === '' ? {} : { requiredCapabilities: listOf(requiredCapabilities) }),
    ...(requiredArtifacts.trim() === '' ? {} : { requiredArtifacts: namesOf(requiredArtifacts) }),
    ...amount('estimateCostMicros', estimateCostMicros),
    ...amount('budgetCostMicros', budgetCostMicros),
  }
}

/** @param {string} name @param {string} text */
const amount = (name, text) => (text.trim() === '' ? {} : { [name]: dollarsOf(name, text) })
