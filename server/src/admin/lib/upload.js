// Sends a file to a task, telling how far it is: fetch tells nothing of what has gone out.
import { ApiError, context, dataOf, workspaceHeader } from './api.js'

/**
 * @param {string} taskId
 * @param {File} file
 * @param {(done: number, total: number) => void} onProgress in bytes
 * @returns {Promise<import('./types.js').TaskFile>}
 */
export function uploadFile(taskId, file, onProgress) {
  const { promise, resolve, reject } = Promise.withResolvers()
  const path = `/tasks/${taskId}/files/${encodeURIComponent(file.name)}`
  const request = new XMLHttpRequest()
  request.open('PUT', `/api/v1${path}`)
  const headers = {
    ...workspaceHeader(),
    'X-CSRF-Token': context.csrfToken,
    'Content-Type': file.type || 'application/octet-stream',
  }
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total)
  request.onload = () => {
    try {
      resolve(dataOf(request.status, parsed(request.responseText), path).data)
    } catch (error) {
      reject(error)
    }
  }
  request.onerror = () =>
    reject(
      new ApiError({
        status: 0,
        code: 'unreachable',
        message: `“${file.name}” did not arrive.`,
        hint: 'Check that the server is running and the file can still be read, then try again.',
      }),
    )
  request.send(file)
  return promise
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** As a link, which sends no header. @param {string} fileId */
export const downloadAddress = (fileId) =>
  `/api/v1/files/${fileId}/content?workspace=${encodeURIComponent(context.workspaceId)}`
