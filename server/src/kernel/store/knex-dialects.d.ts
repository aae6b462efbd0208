declare module 'knex/lib/dialects/better-sqlite3/index.js' {
  export default class Client {
    connectionSettings: { filename: string }
    _formatBindings(bindings: unknown[]): unknown[]
  }
}
