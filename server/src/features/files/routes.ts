// HTTP for the files of tasks.
import type { Kernel } from '../../kernel/kernel.ts'
import { routes } from '../../kernel/route.ts'
import { assertTask } from '../messages/service.ts'
import { downloadOf } from './download-service.ts'
import { putFile } from './put-service.ts'
import { removeFile } from './remove-service.ts'
import { listFiles, readFile } from './store.ts'

export const fileRoutes = (kernel: Kernel) =>
  routes({
    'files.list': {
      async read(reader, { params, workspaceId }) {
        await assertTask(reader, workspaceId, params.taskId)
        return listFiles(reader, workspaceId, params.taskId, params)
      },
    },
    'files.put': {
      receive: (units, { params, principal }, upload) =>
        putFile(units, kernel, upload, {
          taskId: params.taskId,
          name: params.fileName,
          fence: params['Mission-Control-Fence'],
          principal,
        }),
    },
    'files.get': { read: (reader, { params, workspaceId }) => readFile(reader, workspaceId, params.fileId) },
    'files.remove': {
      wait: (units, { params, principal }) =>
        removeFile(units, kernel, { fileId: params.fileId, fence: params['Mission-Control-Fence'], principal }),
    },
    'files.download': {
      download: (reader, { params, workspaceId }) => downloadOf(reader, kernel, workspaceId, params.fileId),
    },
  })
