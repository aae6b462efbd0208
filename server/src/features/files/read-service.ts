// The files of a task, for what else is said about it.
export { readFilesOf as filesOfTask, type TaskFile } from './store.ts'
