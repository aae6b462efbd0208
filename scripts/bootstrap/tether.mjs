// Loaded into the process the bootstrap runs: if the bootstrap is killed outright it cannot pass anything on, and a server
// nobody can stop would keep the port and the database. Does nothing in that process's own children and threads.
import { isMainThread } from 'node:worker_threads'

const bootstrap = Number(process.env.MISSION_CONTROL_BOOTSTRAP)

if (isMainThread && process.ppid === bootstrap) {
  setInterval(() => {
    if (process.ppid !== bootstrap) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}
