// The exercise as a program for platforms with processes; it says how it went in one line.
import { type Done, exercise, type Given } from './exercise.ts'

interface Process {
  argv: string[]
  exit(code: number): never
}

const { argv, exit } = (globalThis as unknown as { process: Process }).process

const answer: { done: Done } | { problem: string } = await exercise(JSON.parse(argv[2] ?? '{}') as Given).then(
  (done) => ({ done }),
  (error: Error) => ({ problem: error.message }),
)
console.log(JSON.stringify(answer))
// What is left open would show as a program that does not end; that is for other tests.
exit('problem' in answer ? 1 : 0)
