import { messages, type PGlite, protocol } from '@electric-sql/pglite'
import { leavesTraces, type StatementResult } from './sql-database'
import type { Statement } from './sql-request'

/** The session keeps no more statements than these: `npm start` runs for weeks. */
const KEPT = 500

/** Executes statements in the one session of an embedded Postgres. */
export interface PreparedStatements {
  /** @throws Postgres' own error, with its fields. */
  execute(statement: Statement): Promise<StatementResult>
  /** Ends what statements left in the session: settings, temporary tables, prepared statements. */
  resetSession(): Promise<void>
}

/**
 * Parses each text once in a session, and then only binds its parameters. Parsing and analysing a
 * statement takes longer than running it on a small database. All messages of one execution go to
 * Postgres in one call.
 */
export function preparedStatements(pglite: PGlite): PreparedStatements {
  const names = new Map<string, string>()
  let count = 0

  async function send(parts: readonly Uint8Array[]): Promise<messages.BackendMessage[]> {
    const message = Buffer.concat([...parts, protocol.serialize.sync()])
    return await pglite.runExclusive(() =>
      pglite.execProtocolStream(message, { throwOnError: false }),
    )
  }

  return {
    async execute({ text, params }) {
      if (names.size >= KEPT) {
        names.clear()
        await pglite.exec('DEALLOCATE ALL')
      }
      const known = names.get(text)
      const name = known ?? `s${++count}`
      const answers = await send([
        ...(known === undefined ? [protocol.serialize.parse({ name, text, types: [] })] : []),
        protocol.serialize.bind({ statement: name, values: params }),
        protocol.serialize.describe({ type: 'P' }),
        protocol.serialize.execute({}),
      ])
      // A statement stays prepared when its execution or its transaction fails.
      if (answers.some(({ name }) => name === 'parseComplete')) names.set(text, name)
      const result = resultOf(answers)
      // A statement prepared before could have other columns now.
      if (leavesTraces([result])) names.clear()
      return result
    },
    async resetSession() {
      names.clear()
      await pglite.exec('ROLLBACK')
      await pglite.exec('DISCARD ALL')
    },
  }
}

function resultOf(answers: readonly messages.BackendMessage[]): StatementResult {
  const result: StatementResult = { command: null, rowCount: null, fields: [], rows: [] }
  for (const answer of answers) {
    if (answer instanceof messages.DatabaseError) throw answer
    if (answer instanceof messages.RowDescriptionMessage) {
      result.fields = answer.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID }))
    } else if (answer instanceof messages.DataRowMessage) {
      result.rows.push(answer.fields)
    } else if (answer instanceof messages.CommandCompleteMessage) {
      // Such as `SELECT 2`, `INSERT 0 5` or `CREATE TABLE`.
      const words = answer.text.split(' ')
      const rows = Number(words.at(-1))
      result.command = words[0] ?? null
      result.rowCount = Number.isNaN(rows) ? null : rows
    }
  }
  return result
}
