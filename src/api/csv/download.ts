import type { Context } from 'hono'
import { newYorkDateOf } from '../../time/new-york'
import type { AppEnv } from '../http/context'
import { ApiError } from '../http/errors'
import { describeThrown } from '../http/thrown'
import { requireKnownAccount } from '../lists/known-account'
import type { Columns } from './columns'
import { streamCsv } from './stream'

/** Rows of one round trip to the database: 500 orders are about 600 kB of JSON. */
const PAGE_ROWS = 500

/** A part of a list: at most `limit` rows after one key, up to and including another. */
interface Part<Key> {
  limit: number
  after: Key | undefined
  upTo: Key | undefined
}

/** A list that can be exported. */
export interface Listing<Row, Key> {
  name: string
  columns: Columns<Row>
  page: (part: Part<Key>) => Promise<{ rows: Row[]; accountKnown: boolean }>
  /** If more than `most` rows follow a key, the key of the last of these `most`; otherwise null. */
  end: (after: Key | undefined, most: number) => Promise<Key | null>
  keyOf: (row: Row) => Key
  cursorOf: (key: Key) => string
}

/** The parameters of an export. */
export interface ExportRequest<Key> {
  fields: readonly string[] | undefined
  limit: number | undefined
  after: Key | undefined
  account: string | undefined
}

/**
 * Answers with a list as a CSV file. The file is complete, or has `limit` rows and a `Link` to the
 * rest. Its last row is fixed before the first one is sent, by key and not by count, so that rows
 * which arrive meanwhile move no row from one file into the next.
 *
 * @throws ApiError `invalid_parameter` without a limit, if more rows match than one request may
 * read.
 */
export async function answerCsv<Row, Key>(
  c: Context<AppEnv>,
  listing: Listing<Row, Key>,
  { fields, limit, after, account }: ExportRequest<Key>,
): Promise<Response> {
  const { settings, ledger } = c.get('deps')
  const most = requireFitting(limit, settings.profile.exportRows)
  const end = await listing.end(after, most)
  if (end !== null && limit === undefined) throw tooMany(most)
  const read = (from: Key | undefined) =>
    listing.page({ limit: PAGE_ROWS, after: from, upTo: end ?? undefined })
  const { rows, accountKnown } = await read(after)
  requireKnownAccount(settings, account, accountKnown)
  const body = streamCsv({
    columns: chosen(listing.columns, fields),
    first: rows,
    next: async (page) => {
      const last = page.at(-1)
      if (last === undefined || page.length < PAGE_ROWS) return null
      const following = (await read(listing.keyOf(last))).rows
      return following.length === 0 ? null : following
    },
    onBroken: (thrown) => {
      const request_id = c.get('requestId')
      ledger.log({ level: 'error', event: 'export_broken', request_id, ...describeThrown(thrown) })
    },
  })
  return c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8; header=present',
    'Content-Disposition': `attachment; filename="${fileName(c, listing.name)}"`,
    ...(end !== null && { Link: `<${following(c, listing.cursorOf(end))}>; rel="next"` }),
  })
}

function requireFitting(limit: number | undefined, most: number): number {
  if (limit === undefined || limit <= most) return limit ?? most
  throw new ApiError('invalid_parameter', {
    param: 'limit',
    message: `limit must be at most ${most} on this plan of Workers.`,
  })
}

const tooMany = (most: number) =>
  new ApiError('invalid_parameter', {
    param: 'limit',
    message: `More than ${most} rows match: send limit and follow the Link header of each answer, or narrow the list with filters.`,
  })

function chosen<Row>(columns: Columns<Row>, fields: readonly string[] | undefined): Columns<Row> {
  if (fields === undefined) return columns
  return Object.fromEntries(
    fields.flatMap((name) => {
      const cell = columns[name]
      return cell ? [[name, cell] as const] : []
    }),
  )
}

const fileName = (c: Context<AppEnv>, name: string) =>
  `${name}-${newYorkDateOf(c.get('deps').now().toISOString())}.csv`

/** The address of the same request from a cursor on. */
function following(c: Context<AppEnv>, cursor: string): string {
  const { pathname, searchParams } = new URL(c.req.url)
  searchParams.set('cursor', cursor)
  return `${pathname}?${searchParams}`
}
