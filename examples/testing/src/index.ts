// What the tests of the examples start: the whole, as processes of their own, as a person would.
export { type Asked, type ModelAnswer, type ModelServer, startModelServer } from './model-server.ts'
export { type Program, startProgram } from './program.ts'
export { type Server, startServer } from './server.ts'
export { until } from './until.ts'
