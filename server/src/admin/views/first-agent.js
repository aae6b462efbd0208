// What an empty board shows: the lines that start a first agent, with a token in them, and a first task to give it.
import { post } from '../lib/api.js'
import { h, icon } from '../lib/dom.js'
import { copyLine } from './copy.js'
import { createTaskForm } from './task-form.js'

/** @typedef {{ title: string, commands: string[] }} Way */

/**
 * Each line works as it is pasted.
 * @param {import('../lib/types.js').ServerInfo | null} info
 * @param {string} token
 * @returns {Way[]}
 */
export function firstAgentLines(info, token) {
  const url = location.origin
  const register = `{"name":"first-agent-'$RANDOM'","enrollmentToken":"${token}"}`
  const ways = [
    {
      title: 'With curl',
      commands: [`curl -s ${url}/api/v1/agents/register -H 'Content-Type: application/json' -d '${register}'`],
    },
    {
      title: 'With the skill, for OpenClaw, Claude Code and Codex',
      commands: [
        `npx -y skills add ${url}`,
        `MC_URL=${url} MC_ENROLLMENT_TOKEN=${token} node scripts/mission.mjs join`,
      ],
    },
  ]
  if (!info?.sdkUrl) return ways
  const start = `MC_URL=${url} MC_ENROLLMENT_TOKEN=${token} node node_modules/@mission-control/sdk/examples/first-agent.mjs`
  return [{ title: 'In TypeScript, in an empty folder', commands: [`npm i ${info.sdkUrl}`, start] }, ...ways]
}

/** @param {Way[]} ways */
export function linesElement(ways) {
  return h(
    'div',
    { class: 'ways' },
    ways.map(({ title, commands }) =>
      h(
        'section',
        {},
        h('h3', {}, title),
        commands.map((command) => copyLine(command, `Copy the command: ${title}`)),
      ),
    ),
  )
}

/** @param {import('../app.js').App} app */
export function createFirstAgent(app) {
  const { store, act } = app
  const lines = h('div', { 'aria-live': 'polite' })
  const make = h(
    'button',
    { type: 'button', class: 'primary', onclick: () => void makeToken() },
    'Make a token and show the lines',
  )
  const task = h(
    'button',
    { type: 'button', class: 'plain', onclick: () => void createTaskForm(app) },
    icon('plus'),
    h('span', {}, 'Create a task'),
  )

  async function makeToken() {
    await act(async () => {
      const { secret } = await post('/enrollment-tokens', { name: 'First agents', uses: 10 })
      lines.replaceChildren(
        h('p', { class: 'hint' }, 'The token lets ten agents in and works for a day. It is shown only this once.'),
        linesElement(firstAgentLines(store.info, secret)),
      )
      make.hidden = true
    }, make)
  }

  return h(
    'section',
    { class: 'start-sheet', 'aria-labelledby': 'start-title' },
    h('h2', { id: 'start-title' }, 'Start your first agent'),
    h(
      'p',
      {},
      'Agents run wherever you like and join over HTTP. They claim tasks, report what they cost, and ask before they do anything risky; you watch and decide here.',
    ),
    store.may('operator')
      ? h('div', { class: 'buttons' }, make, task)
      : h('p', { class: 'hint' }, 'An operator of this workspace can make the token an agent joins with.'),
    lines,
  )
}
