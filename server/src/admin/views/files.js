// The files of an open task: what people gave and agents made, to download, add and remove.
import { call } from '../lib/api.js'
import { fill, h, reconcile, setText } from '../lib/dom.js'
import { fileSize, moment } from '../lib/format.js'
import { downloadAddress, uploadFile } from '../lib/upload.js'
import { openForm } from './dialogs.js'

/** @typedef {import('../lib/types.js').TaskFile} TaskFile */

/** @param {import('../app.js').App} app @param {string} taskId */
export function createFileList({ store, act }, taskId) {
  const list = h('ul', { class: 'rows files' })
  const count = h('span', { class: 'muted' })
  const going = h('div', { class: 'going', 'aria-live': 'polite' })
  const picker = h('input', {
    type: 'file',
    multiple: true,
    class: 'sr-only',
    'aria-label': 'Files to add',
    onchange: () => void addAll(),
  })
  const add = h('label', { class: 'add-file', hidden: true }, picker, h('span', {}, 'Add files'))
  const element = h('section', {}, h('h3', {}, 'Files', count), list, going, add)

  async function addAll() {
    const files = [...(picker.files ?? [])]
    picker.value = ''
    for (const file of files) if (!(await addOne(file))) break
    fill(going)
  }

  /** @param {File} file */
  function addOne(file) {
    const bar = h('progress', { max: 1, value: 0, 'aria-label': `Sending ${file.name}` })
    fill(going, h('div', { class: 'progress' }, bar, h('span', {}, file.name)))
    return act(() =>
      uploadFile(taskId, file, (done, total) => {
        bar.value = total === 0 ? 1 : done / total
      }),
    )
  }

  /** @param {TaskFile} file */
  const remove = (file) =>
    openForm({
      title: 'Remove the file',
      submit: 'Remove',
      danger: true,
      fields: h('p', {}, `Version ${file.version} of “${file.name}” goes for good.`),
      onSubmit: () => call('DELETE', `/files/${file.id}`),
    })

  return {
    element,
    /** @param {TaskFile[]} files oldest first @param {import('../lib/types.js').Task} task */
    render(files, { state }) {
      const mayAdd = store.may('operator') && !['done', 'closed', 'failed', 'canceled'].includes(state)
      add.hidden = !mayAdd
      element.hidden = files.length === 0 && !mayAdd
      setText(count, files.length === 0 ? 'none yet' : String(files.length))
      reconcile(list, files, {
        key: ({ id }) => id,
        create: (file) => fileElement(file, store.may('operator') ? () => void remove(file) : null),
      })
    },
  }
}

/** @param {TaskFile} file @param {(() => void) | null} onRemove */
function fileElement({ id, name, kind, version, sizeBytes, author, createdAt }, onRemove) {
  return h(
    'li',
    { class: 'file' },
    h('span', { class: `tag kind-${kind}` }, kind),
    h(
      'div',
      {},
      h('a', { href: downloadAddress(id), download: name, class: 'file-name' }, name),
      h(
        'p',
        { class: 'muted' },
        fileSize(sizeBytes),
        version > 1 ? `, version ${version}` : '',
        ` by ${author.name}, `,
        moment(createdAt),
      ),
    ),
    onRemove &&
      h(
        'button',
        { type: 'button', class: 'quiet small', 'aria-label': `Remove ${name}`, onclick: onRemove },
        'Remove',
      ),
  )
}
