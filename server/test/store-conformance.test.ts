// What the rest of the server believes of its store, tried on both databases.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { sql } from '../src/kernel/store/query.ts'
import type { SqliteStore } from '../src/kernel/store/sqlite-store.ts'
import { type Store, type StoredEvent, systemActor, type Tx, type UnitContext } from '../src/kernel/store/store.ts'
import { verifyLedger } from '../src/kernel/verify-ledger.ts'
import {
  type DatabaseName,
  type Databases,
  databaseNames,
  inParallel,
  startDatabases,
  type TestDatabase,
} from './support/databases.ts'

// Any table will do: this one is a number beside a number.
const put = sql<{ id: number; value: number }>('insert into server_life (id, alive_at) values (:id, :value)')
const change = sql<{ id: number; value: number }>('update server_life set alive_at = :value where id = :id')
const one = sql<{ id: number }, { value: number }>('select alive_at as value from server_life where id = :id')
const all = sql<Record<never, never>, { id: number }>('select id from server_life order by id limit 5000')
const eventsOf = sql<{ workspaceId: string }, { seq: number; change_id: string; payload: string }>(
  'select seq, change_id, payload from events where workspace_id = :workspaceId order by seq limit 5000',
)

const inWorkspace = (workspaceId: string): UnitContext => ({ workspaceId, actor: systemActor })
const mine = inWorkspace('wsp_mine')
const causeOf = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'done' : String(result.reason.message)))
const upTo = (count: number) => Array.from({ length: count }, (_, index) => index)

let databases: Record<DatabaseName, Databases>
beforeAll(async () => {
  databases = await startDatabases()
})
afterAll(async () => {
  for (const name of databaseNames) await databases[name].stop()
})

describe.each(databaseNames)('the store on %s', (name) => {
  const isSqlite = name === 'SQLite'
  let database: TestDatabase
  let store: Store
  let isOpen = false

  const openStore = async () => {
    store = await database.open()
    isOpen = true
  }
  const closeStore = async () => {
    if (isOpen) await store.close()
    isOpen = false
  }
  beforeEach(async () => {
    database = await databases[name].create()
    await openStore()
  })
  afterEach(async () => {
    await closeStore()
    await database.remove()
  })

  const idsIn = async (of = store) => (await of.reader.all(all, {})).map(({ id }) => id)
  const write = <T>(unit: (tx: Tx) => Promise<T>) => store.write(mine, unit)
  const note = (tx: Tx, value: number | string) => tx.append({ type: 'workspace.updated', payload: { value } })

  describe('a unit of work', () => {
    test('changes everything it says or nothing', async () => {
      const twoRows = (fails: boolean) => async (tx: Tx) => {
        await tx.run(put, { id: fails ? 1 : 3, value: 0 })
        note(tx, 'with the rows')
        await tx.run(put, { id: fails ? 2 : 4, value: 0 })
        if (fails) throw new Error('thought better of it')
        return tx.workspaceId
      }
      await expect(write(twoRows(true))).rejects.toThrow('thought better of it')
      await expect(write(twoRows(false))).resolves.toBe('wsp_mine')
      expect(await idsIn()).toEqual([3, 4])
      await store.settleLedger()
      expect(await store.reader.all(eventsOf, { workspaceId: 'wsp_mine' })).toHaveLength(1)
    })

    test('that fails takes none of the 64 that arrive with it along, whether it wrote before or not', async () => {
      await write((tx) => tx.run(put, { id: 1_000, value: 0 }))
      const effects: number[] = []
      const results = await Promise.allSettled(
        upTo(64).map((id) =>
          write(async (tx) => {
            tx.afterCommit(() => effects.push(id))
            if (id === 7) throw new Error('before it wrote')
            await tx.run(put, { id, value: id })
            note(tx, id)
            if (id === 32) throw new Error('after it wrote')
            if (id === 50) await tx.run(put, { id: 1_000, value: 1 })
          }),
        ),
      )
      const survivors = upTo(64).filter((id) => ![7, 32, 50].includes(id))
      expect(
        causeOf(results)
          .map((cause, id) => (cause === 'done' ? id : -1))
          .filter((id) => id >= 0),
      ).toEqual(survivors)
      expect([causeOf(results)[7], causeOf(results)[32]]).toEqual(['before it wrote', 'after it wrote'])
      expect(causeOf(results)[50]).toMatch(/unique/i)
      expect(await idsIn()).toEqual([...survivors, 1_000])
      expect(effects.toSorted((a, b) => a - b)).toEqual(survivors)
      await store.settleLedger()
      const events = await store.reader.all(eventsOf, { workspaceId: 'wsp_mine' })
      expect(events.map(({ payload }) => JSON.parse(payload).value).sort((a, b) => a - b)).toEqual(survivors)
      expect((await verifyLedger(store.reader, 'wsp_mine')).problems).toEqual([])
    })

    test('that goes on after a statement failed is done as a whole, or answered with a failure', async () => {
      await write((tx) => tx.run(put, { id: 1, value: 0 }))
      const [result] = await Promise.allSettled([
        write(async (tx) => {
          await tx.run(put, { id: 2, value: 0 })
          await tx.run(put, { id: 1, value: 0 }).catch(() => {})
        }),
      ])
      expect(await idsIn()).toEqual(result.status === 'fulfilled' ? [1, 2] : [1])
    })

    test('is seen by no reader before it is committed, and by itself at once', async () => {
      await write(async (tx) => {
        await tx.run(put, { id: 1, value: 5 })
        expect(await tx.get(one, { id: 1 })).toEqual({ value: 5 })
        expect(await tx.list((knex) => knex('server_life').select('id').limit(9))).toEqual([{ id: 1 }])
        expect(await store.reader.get(one, { id: 1 })).toBeUndefined()
        expect(await store.reader.list((knex) => knex('server_life').select('id').limit(9))).toEqual([])
      })
      expect(await store.reader.get(one, { id: 1 })).toEqual({ value: 5 })
    })

    test('may read what is committed, however many others do so at once', async () => {
      await write((tx) => tx.run(put, { id: 1, value: 5 }))
      const seen = await inParallel(64, () => write(async () => (await store.reader.get(one, { id: 1 }))?.value))
      expect(new Set(seen)).toEqual(new Set([5]))
    })

    test('leaves its effects for when it is committed, and takes them back where it fails', async () => {
      const seen: Promise<unknown>[] = []
      const unit = (id: number) => async (tx: Tx) => {
        tx.afterCommit(() => seen.push(store.reader.get(one, { id })))
        await tx.run(put, { id, value: id })
        expect(seen).toHaveLength(0)
        if (id === 2) throw new Error('no')
      }
      await expect(write(unit(2))).rejects.toThrow('no')
      expect(seen).toHaveLength(0)
      await write(unit(1))
      expect(await Promise.all(seen)).toEqual([{ value: 1 }])
    })

    test('is done and answered though what follows it fails, and nobody else is told less', async () => {
      const failures: unknown[] = []
      const heard: StoredEvent[] = []
      store.onEffectFailure((error) => failures.push(error))
      store.onEvents(() => {
        throw new Error('no ears')
      })
      store.onEvents((events) => heard.push(...events))
      const done = await inParallel(8, (id) =>
        write(async (tx) => {
          note(tx, id)
          tx.afterCommit(() => {
            if (id === 3) throw new Error('no hands')
          })
          await tx.run(put, { id, value: id })
          return id
        }),
      )
      await store.settleLedger()
      expect(done).toEqual(upTo(8))
      expect(await idsIn()).toEqual(upTo(8))
      expect(heard).toHaveLength(8)
      expect(failures.map(String)).toEqual(expect.arrayContaining(['Error: no hands', 'Error: no ears']))
    })

    test('that reads a row for a change loses no change of another', async () => {
      await write((tx) => tx.run(put, { id: 1, value: 0 }))
      await inParallel(40, () =>
        write(async (tx) => {
          const { value } = (await tx.getForUpdate(one, { id: 1 }))!
          expect(await tx.run(change, { id: 1, value: value + 1 })).toBe(1)
        }),
      )
      expect(await store.reader.get(one, { id: 1 })).toEqual({ value: 40 })
      await write(async (tx) => {
        expect(await tx.getForUpdate(one, { id: 2 })).toBeUndefined()
        expect(await tx.run(change, { id: 2, value: 1 })).toBe(0)
      })
    })

    test('that finds nothing and makes it is not alone: the others find what it made', async () => {
      await inParallel(8, () => write(async () => {}))
      for (const id of upTo(10)) {
        const outcomes = await inParallel(8, () =>
          write(async (tx) => {
            if (await tx.get(one, { id })) return 'found'
            await tx.run(put, { id, value: 0 })
            return 'made'
          }),
        )
        expect(outcomes.toSorted()).toEqual([...Array(7).fill('found'), 'made'])
      }
    })

    test('that is already taken is answered before the store closes; later ones are refused', async () => {
      const taken = inParallel(64, (id) => write((tx) => tx.run(put, { id, value: id })))
      const closed = closeStore()
      await expect(write(async () => {})).rejects.toThrow('the store is closed')
      expect(await taken).toHaveLength(64)
      await closed
      await openStore()
      expect(await idsIn()).toEqual(upTo(64))
    })

    test('that has ended writes nothing more', async () => {
      let kept: Tx | undefined
      await write(async (tx) => {
        kept = tx
      })
      await expect((async () => kept!.run(put, { id: 1, value: 0 }))()).rejects.toThrow('has ended')
      expect(await idsIn()).toEqual([])
    })
  })

  test.runIf(isSqlite)('a unit that awaits something foreign fails alone and never lands in the next one', async () => {
    let late: Promise<unknown> | undefined
    const results = await Promise.allSettled(
      upTo(10).map((id) =>
        write(async (tx) => {
          await tx.run(put, { id, value: 0 })
          if (id !== 4) return
          late = new Promise((resolve) => setTimeout(resolve, 20)).then(() => tx.run(put, { id: 99, value: 0 }))
          await late
        }),
      ),
    )
    expect(causeOf(results).filter((cause) => cause !== 'done')).toEqual([
      'a unit of work awaited something other than its transaction',
    ])
    await expect(late).rejects.toThrow('has ended')
    expect(await idsIn()).toEqual(upTo(10).filter((id) => id !== 4))
  })

  test.runIf(isSqlite)(
    'a commit that fails is a failure of the one unit to blame, and no effect runs twice',
    async () => {
      const { database: file } = (store as SqliteStore).writerConnection
      file.exec('create table child (id integer primary key, parent integer references server_life (id))')
      const orphan = sql<{ parent: number }>('insert into child (parent) values (:parent)')
      const effects: number[] = []
      const results = await Promise.allSettled(
        upTo(64).map((id) =>
          write(async (tx) => {
            tx.afterCommit(() => effects.push(id))
            await tx.run(put, { id, value: id })
            note(tx, id)
            if (id !== 20) return
            // Looked at only by the commit, which then fails.
            file.exec('PRAGMA defer_foreign_keys = ON')
            await tx.run(orphan, { parent: 1_000 })
          }),
        ),
      )
      const survivors = upTo(64).filter((id) => id !== 20)
      expect(causeOf(results).filter((cause) => cause !== 'done')).toEqual([expect.stringMatching(/foreign key/i)])
      expect(results[20]!.status).toBe('rejected')
      expect(await idsIn()).toEqual(survivors)
      expect(effects.toSorted((a, b) => a - b)).toEqual(survivors)
      const events = await store.reader.all(eventsOf, { workspaceId: 'wsp_mine' })
      expect(events.map(({ seq }) => seq)).toEqual(survivors.map((_, index) => index + 1))
      expect((await verifyLedger(store.reader, 'wsp_mine')).problems).toEqual([])
    },
  )

  test.runIf(!isSqlite)('units that hold what the other wants both come through, with their effects once', async () => {
    await write((tx) => tx.run(put, { id: 1, value: 0 }))
    await write((tx) => tx.run(put, { id: 2, value: 0 }))
    let runs = 0
    let effects = 0
    let meet = () => {}
    const met = new Promise<void>((resolve) => {
      meet = resolve
    })
    const lock = (first: number, second: number) =>
      write(async (tx) => {
        tx.afterCommit(() => {
          effects += 1
        })
        await tx.getForUpdate(one, { id: first })
        runs += 1
        if (runs === 2) meet()
        await met
        const { value } = (await tx.getForUpdate(one, { id: second }))!
        await tx.run(change, { id: second, value: value + 1 })
      })
    await Promise.all([lock(1, 2), lock(2, 1)])
    expect(runs).toBeGreaterThan(2)
    expect(effects).toBe(2)
    expect(await store.reader.get(one, { id: 1 })).toEqual({ value: 1 })
  })

  test.runIf(!isSqlite)('connections that were cut are replaced', async () => {
    const cut = sql<Record<never, never>, { cut: number }>(
      `select count(pg_terminate_backend(pid)) as cut from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid()`,
    )
    await inParallel(5, () => write(async () => {}))
    expect((await store.reader.get(cut, {}))!.cut).toBeGreaterThan(0)
    // Whoever is given one of them finds out; the next are given others.
    await Promise.allSettled(upTo(10).map(() => write(async () => {})))
    await inParallel(10, (id) => write((tx) => tx.run(put, { id, value: 0 })))
    expect(await idsIn()).toEqual(upTo(10))
  })

  describe('the ledger', () => {
    const workspaces = ['wsp_a', 'wsp_b', 'wsp_c']

    async function writeEvents(to: Store, units: number): Promise<void> {
      await inParallel(units, async (unit) => {
        const context = inWorkspace(workspaces[unit % workspaces.length]!)
        const written = to.write(context, async (tx) => {
          for (const part of upTo(1 + (unit % 3))) note(tx, `${unit}.${part}`)
          if (unit % 10 === 9) throw new Error('no')
        })
        await written.catch(() => {})
      })
    }
    const expected = (units: number) =>
      upTo(units).reduce((sum, unit) => sum + (unit % 10 === 9 ? 0 : 1 + (unit % 3)), 0)

    async function assertWhole(heard: readonly StoredEvent[], count: number): Promise<void> {
      let total = 0
      for (const workspaceId of workspaces) {
        const rows = await store.reader.all(eventsOf, { workspaceId })
        expect(rows.map(({ seq }) => seq)).toEqual(rows.map((_, index) => index + 1))
        expect((await verifyLedger(store.reader, workspaceId)).problems).toEqual([])
        const ofIt = heard.filter((event) => event.workspaceId === workspaceId)
        expect(ofIt.map(({ seq, payload }) => ({ seq, payload }))).toEqual(
          rows.map(({ seq, payload }) => ({ seq, payload })),
        )
        // Those of one change stand in the order they were appended.
        const changes = Map.groupBy(rows, ({ change_id }) => change_id)
        for (const events of changes.values()) {
          expect(events.map(({ payload }) => payload)).toEqual(events.map(({ payload }) => payload).toSorted())
        }
        total += rows.length
      }
      expect(total).toBe(count)
    }

    test('numbers events without gaps, chains them per workspace, and tells of them in order', async () => {
      const heard: StoredEvent[] = []
      store.onEvents((events) => heard.push(...events))
      await writeEvents(store, 90)
      await store.settleLedger()
      await writeEvents(store, 90)
      await store.settleLedger()
      await store.settleLedger()
      await assertWhole(heard, 2 * expected(90))
    })

    test('goes on where it was after a restart', async () => {
      await writeEvents(store, 30)
      await store.settleLedger()
      const before = (await store.reader.all(eventsOf, { workspaceId: 'wsp_a' })).length
      await closeStore()
      await openStore()
      await store.write(inWorkspace('wsp_a'), async (tx) => note(tx, 'after'))
      await store.settleLedger()
      const rows = await store.reader.all(eventsOf, { workspaceId: 'wsp_a' })
      expect(rows.at(-1)).toMatchObject({ seq: before + 1, payload: '{"value":"after"}' })
      expect((await verifyLedger(store.reader, 'wsp_a')).problems).toEqual([])
    })

    test.runIf(!isSqlite)('is numbered once, however many servers do it at the same time', async () => {
      const other = await database.open()
      try {
        const heard: StoredEvent[] = []
        for (const server of [store, other]) server.onEvents((events) => heard.push(...events))
        await Promise.all([writeEvents(store, 300), writeEvents(other, 300), settleAll(10, [store, other])])
        // More waits now than one round takes.
        await Promise.all([writeEvents(store, 300), writeEvents(other, 300)])
        await settleAll(2, [store, other])
        await assertWhole(
          heard.toSorted((a, b) => a.seq - b.seq),
          4 * expected(300),
        )
      } finally {
        await other.close()
      }
    })

    async function settleAll(times: number, servers: readonly Store[]): Promise<void> {
      for (const _ of upTo(times)) await Promise.all(servers.map((server) => server.settleLedger()))
    }
  })

  describe('migrations', () => {
    const rename = sql<{ to: string; from: string }>('update schema_migrations set name = :to where name = :from')
    const applied = sql<Record<never, never>, { name: string }>(
      'select name from schema_migrations order by id limit 99',
    )

    test('run again change nothing', async () => {
      await write((tx) => tx.run(put, { id: 1, value: 0 }))
      const before = await store.reader.all(applied, {})
      await closeStore()
      await openStore()
      expect(await store.reader.all(applied, {})).toEqual(before)
      expect(await idsIn()).toEqual([1])
    })

    test('a database that a newer version wrote is refused by its name, and left as it is', async () => {
      const last = (await store.reader.all(applied, {})).at(-1)!.name
      await write((tx) => tx.run(rename, { from: last, to: '9999-tomorrow' }))
      await closeStore()
      // Twice: refusing it leaves nothing behind that would keep others out.
      for (const _ of upTo(2)) await expect(database.open()).rejects.toThrow(/newer Mission Control.*'9999-tomorrow'/)
    })

    test.runIf(!isSqlite)('of servers that start together on an empty database happen once', async () => {
      const empty = await databases[name].createEmpty()
      const stores = await Promise.all(upTo(3).map(() => empty.open()))
      expect(await stores[0]!.reader.all(applied, {})).toEqual(await store.reader.all(applied, {}))
      for (const opened of stores) await opened.close()
      await empty.remove()
    })
  })
})

test('every table has the same columns on both databases', async () => {
  const columns = {
    SQLite: sql<Record<never, never>, ColumnRow>(
      `select m.name as "table", c.name as "column", c.type, case when c."notnull" = 1 or c.pk > 0 then 0 else 1 end as nullable
       from sqlite_master m join pragma_table_info(m.name) c where m.type = 'table' and m.name not like 'sqlite_%'`,
    ),
    PostgreSQL: sql<Record<never, never>, ColumnRow>(
      `select table_name as "table", column_name as "column", data_type as type, case when is_nullable = 'YES' then 1 else 0 end as nullable
       from information_schema.columns where table_schema = 'public'`,
    ),
  }
  const found: Partial<Record<DatabaseName, string[]>> = {}
  for (const name of databaseNames) {
    const database = await databases[name].createEmpty()
    const store = await database.open()
    const rows = await store.reader.all(columns[name], {})
    found[name] = rows.filter(({ table }) => !table.startsWith('schema_migrations')).map(describeColumn)
    found[name].sort()
    await store.close()
    await database.remove()
  }
  expect(found.SQLite).toContain('tasks.title: text')
  expect(found.SQLite).toEqual(found.PostgreSQL)
})

interface ColumnRow {
  table: string
  column: string
  type: string
  nullable: number
}

function describeColumn({ table, column, type, nullable }: ColumnRow): string {
  const kind = /char|text/i.test(type) ? 'text' : /int/i.test(type) ? 'integer' : 'number'
  return `${table}.${column}: ${kind}${nullable === 1 ? ' or null' : ''}`
}
