import { csvLine } from './cells'
import type { Columns } from './columns'

/** Excel recognises UTF-8 only by a byte order mark; other readers skip it. */
const BYTE_ORDER_MARK = '\uFEFF'

/** The content of a CSV file. */
export interface Sheet<Row> {
  columns: Columns<Row>
  first: readonly Row[]
  /** The page after another; null after the last page. */
  next: (page: readonly Row[]) => Promise<readonly Row[] | null>
  /** Called with the error that breaks the file off. */
  onBroken: (thrown: unknown) => void
}

/**
 * Streams a CSV file (RFC 4180, UTF-8) page by page at the pace of its reader, with one page in
 * memory. Stops when the reader cancels. If a page cannot be read, the stream errors, so that an
 * incomplete file never looks complete.
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

/** The header line with the first page, then one text per page. */
async function* textsOf<Row>({ columns, first, next }: Sheet<Row>): AsyncGenerator<string, void> {
  const cells = Object.values(columns)
  const linesOf = (rows: readonly Row[]) =>
    rows.map((row) => csvLine(cells.map((cell) => cell(row)))).join('')
  yield `${BYTE_ORDER_MARK}${csvLine(Object.keys(columns))}${linesOf(first)}`
  for (let page = await next(first); page !== null; page = await next(page)) yield linesOf(page)
}
