import { csvLine } from './cells'
import type { Columns } from './columns'

/** Excel reads UTF-8 as such only behind a byte order mark; other spreadsheets and most libraries drop it. */
const BYTE_ORDER_MARK = '\uFEFF'

/** What a file is made of. */
export interface Sheet<Row> {
  columns: Columns<Row>
  first: readonly Row[]
  /** The page after another; null when that was the last. */
  next: (page: readonly Row[]) => Promise<readonly Row[] | null>
  /** Told why the file will never be whole. */
  onBroken: (thrown: unknown) => void
}

/**
 * A CSV file (RFC 4180, UTF-8) that is read page by page as its reader takes it: one page is in memory at a time, and
 * nothing is read for a reader who has gone. When a page cannot be read the stream breaks, so that half a file never looks whole.
 */
export function streamCsv<Row>(sheet: Sheet<Row>): ReadableStream<Uint8Array> {
  const texts = textsOf(sheet)
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await texts.next()
          if (done) controller.close()
          else controller.enqueue(encoder.encode(value))
        } catch (thrown) {
          sheet.onBroken(thrown)
          throw thrown
        }
      },
      async cancel() {
        await texts.return()
      },
    },
    { highWaterMark: 0 },
  )
}

/** The head and the first page, then page by page. */
async function* textsOf<Row>({ columns, first, next }: Sheet<Row>): AsyncGenerator<string, void> {
  const cells = Object.values(columns)
  const linesOf = (rows: readonly Row[]) =>
    rows.map((row) => csvLine(cells.map((cell) => cell(row)))).join('')
  yield `${BYTE_ORDER_MARK}${csvLine(Object.keys(columns))}${linesOf(first)}`
  for (let page = await next(first); page !== null; page = await next(page)) yield linesOf(page)
}
