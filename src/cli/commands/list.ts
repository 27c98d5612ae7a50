import type { Legbook } from '../../client/index.js'
import type { Command, Option, ParameterOf, Run } from '../command.js'
import { EXIT, UsageError } from '../exit-codes.js'
import { type Cell, type Column, cellsOf, tableLines } from '../table.js'

/** A page of a list of the API. */
interface Page {
  next_cursor: string | null
}

/** A list as a command. */
interface List<Query extends object, Answer extends Page, Row> {
  /** Name of the command and of the list in the API's answers. */
  name: string
  summary: string
  parameters: readonly ParameterOf[]
  page: (legbook: Legbook, query: Query) => Promise<Answer>
  rows: (answer: Answer) => readonly Row[]
  columns: readonly Column<Row>[]
}

/** The most rows that the API has on a page. */
const PAGE_ROWS = 500
const ROWS = 50

const OPTIONS: readonly Option[] = [
  { name: 'limit', value: 'N', description: `Maximum number of rows. Default: ${ROWS}.` },
  { name: 'all', description: 'All rows: every page is read.' },
]

/** The command of a list. It follows the pages up to its limit. */
export function listCommand<Query extends object, Answer extends Page, Row>(
  list: List<Query, Answer, Row>,
): Command {
  const { name, summary, parameters } = list
  return {
    name,
    summary,
    parameters,
    options: OPTIONS,
    run: async (run) => {
      const pages = pagesOf(list, run, limitOf(run))
      await (run.isJson ? writeJson(list, run, pages) : writeTable(list, run, pages))
      return EXIT.ok
    },
  }
}

function limitOf({ own }: Run): number {
  const limit = own.get('limit')
  if (own.has('all')) {
    if (limit !== undefined) throw new UsageError('Give either --limit or --all.')
    return Number.POSITIVE_INFINITY
  }
  if (limit === undefined) return ROWS
  if (!/^[1-9]\d{0,8}$/.test(limit)) {
    throw new UsageError('--limit must be a whole number from 1 to 999999999.')
  }
  return Number(limit)
}

async function* pagesOf<Query extends object, Answer extends Page, Row>(
  { page, rows }: List<Query, Answer, Row>,
  { legbook, given }: Run,
  limit: number,
): AsyncGenerator<Answer> {
  let left = limit
  let cursor: string | undefined
  do {
    const asked = { ...given, limit: Math.min(left, PAGE_ROWS), ...(cursor && { cursor }) }
    // The API checks the values, and names the parameter that is wrong.
    const answer = await page(legbook, asked as Query)
    yield answer
    left -= rows(answer).length
    cursor = answer.next_cursor ?? undefined
  } while (cursor !== undefined && left > 0)
}

/** Writes the answer of the API as if it had come on one page, row by row. */
async function writeJson<Query extends object, Answer extends Page, Row>(
  { name, rows }: List<Query, Answer, Row>,
  { out }: Run,
  pages: AsyncIterable<Answer>,
): Promise<void> {
  let pending: string | null = null
  let next: string | null = null
  for await (const page of pages) {
    if (pending === null) {
      const others = Object.entries(page).filter(([key]) => key !== name && key !== 'next_cursor')
      const members = others.map(
        ([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)},`,
      )
      await out.line(`{${members.join('')}${JSON.stringify(name)}:[`)
      pending = ''
    }
    for (const row of rows(page)) {
      if (pending !== '') await out.line(`${pending},`)
      pending = JSON.stringify(row)
    }
    next = page.next_cursor
  }
  if (pending) await out.line(pending)
  await out.line(`],"next_cursor":${JSON.stringify(next)}}`)
}

async function writeTable<Query extends object, Answer extends Page, Row>(
  { name, rows, columns }: List<Query, Answer, Row>,
  { out, note, paint }: Run,
  pages: AsyncIterable<Answer>,
): Promise<void> {
  const cells: Cell[][] = []
  let isCut = false
  for await (const page of pages) {
    cells.push(...cellsOf(columns, rows(page)))
    isCut = page.next_cursor !== null
  }
  if (cells.length === 0) return note(`No ${name}.`)
  for (const line of tableLines(columns, cells, paint)) await out.line(line)
  if (isCut) await note(`There are more than these ${cells.length} ${name}: --all shows all.`)
}
