// Starts a server as a process of its own and reads what the system says of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

export interface Running {
  readonly port: number
  readonly pid: number
  readonly output: string
  stop(): Promise<void>
}

/** Waits for a line that tells the port. */
export function startProcess(file: string, env: Record<string, string>, portIn: RegExp): Promise<Running> {
  const child: ChildProcess = spawn(process.execPath, [...profilerArguments(), file], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Whatever ends the run, no server stays behind.
  const end = () => void child.kill()
  process.once('exit', end)
  child.once('exit', () => process.off('exit', end))
  let output = ''
  return new Promise((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}:\n${output}`)))
    child.stdout!.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const port = portIn.exec(output)?.[1]
      if (port) resolve({ port: Number(port), pid: child.pid!, output, stop: () => stop(child) })
    })
  })
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners('exit')
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
  })
}

/** Seconds of processor time a process has used so far, or null where the system does not tell. */
export function processorSeconds(pid: number): number | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
  } catch {
    return null
  }
}

/** BENCH_CPU_PROFILE=<folder> leaves a .cpuprofile of each server there. */
function profilerArguments(): string[] {
  const folder = process.env.BENCH_CPU_PROFILE
  return folder ? ['--cpu-prof', `--cpu-prof-dir=${folder}`] : []
}
