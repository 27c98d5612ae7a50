/** One cell of a table. */
export interface Cell {
  text: string
  /** Losses and gains are also told apart by their sign. */
  tone?: 'good' | 'bad' | undefined
}

/** A column of a table of such rows. */
export interface Column<Row> {
  title: string
  align: 'left' | 'right'
  cell: (row: Row) => Cell
}

/** Colours text; without a terminal it returns it as it is. */
export type Paint = (text: string, style: keyof typeof CODES) => string

const CODES = { good: 32, bad: 31, faint: 2, strong: 1 }

/** Colours for a terminal, except where NO_COLOR is set (https://no-color.org). */
export function paintFor(isTerminal: boolean, env: NodeJS.ProcessEnv): Paint {
  if (!isTerminal || env.NO_COLOR || env.TERM === 'dumb') return (text) => text
  return (text, style) => `\u001b[${CODES[style]}m${text}\u001b[0m`
}

/** Text for a terminal: control characters could change what it shows. */
export const plainText = (text: string): string => text.replace(/\p{Cc}+/gu, ' ')

type Value = string | number | boolean | null | undefined

const textOf = (value: Value): string => (value == null ? '' : plainText(String(value)))

export const text = <Row>(title: string, value: (row: Row) => Value): Column<Row> => ({
  title,
  align: 'left',
  cell: (row) => ({ text: textOf(value(row)) }),
})

const quantities = new Intl.NumberFormat('en-US', { maximumFractionDigits: 9 })
const prices = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 8,
})
const amounts = new Intl.NumberFormat('en-US', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
  signDisplay: 'negative',
})
const shares = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 1 })

const number =
  (format: Intl.NumberFormat) =>
  <Row>(title: string, value: (row: Row) => number | null | undefined): Column<Row> => ({
    title,
    align: 'right',
    cell: (row) => {
      const found = value(row)
      return { text: found == null ? '' : format.format(found) }
    },
  })

export const quantity = number(quantities)
export const price = number(prices)
export const amount = number(amounts)
export const percent = number(shares)

/** Dollars of profit or loss, with two decimals. */
export const profit = <Row>(
  title: string,
  value: (row: Row) => number | null | undefined,
): Column<Row> => ({
  title,
  align: 'right',
  cell: (row) => profitCell(value(row)),
})

function profitCell(value: number | null | undefined): Cell {
  if (value == null) return { text: '' }
  const tone = value === 0 ? undefined : value > 0 ? 'good' : 'bad'
  return { text: amounts.format(value), tone }
}

/** Rows as cells, so that a long table need not keep its rows. */
export const cellsOf = <Row>(columns: readonly Column<Row>[], rows: readonly Row[]): Cell[][] =>
  rows.map((row) => columns.map(({ cell }) => cell(row)))

/** Lines of a table: a head, then the rows, each column as wide as its widest cell. */
export function tableLines(
  columns: readonly Pick<Column<never>, 'title' | 'align'>[],
  rows: readonly Cell[][],
  paint: Paint,
): string[] {
  const head = columns.map(({ title }): Cell => ({ text: title }))
  const widths = columns.map((_, i) =>
    Math.max(...[head, ...rows].map((cells) => widthOf(cells[i]?.text ?? ''))),
  )
  const line = (cells: readonly Cell[], style?: 'faint') =>
    columns
      .map(({ align }, i) => {
        const { text: content = '', tone } = cells[i] ?? {}
        const space = ' '.repeat((widths[i] ?? 0) - widthOf(content))
        const painted = tone ?? style
        const shown = painted && content !== '' ? paint(content, painted) : content
        if (align === 'right') return space + shown
        return i === columns.length - 1 ? shown : shown + space
      })
      .join('  ')
      .trimEnd()
  return [line(head, 'faint'), ...rows.map((cells) => line(cells))]
}

/** Lines of names and values, aligned. */
export function pairLines(pairs: readonly [name: string, value: Cell][], paint: Paint): string[] {
  const columns = [
    { title: '', align: 'left' },
    { title: '', align: 'right' },
  ] as const
  const rows = pairs.map(([name, value]) => [{ text: plainText(name) }, value])
  return tableLines(columns, rows, paint).slice(1)
}

export const profitOf = profitCell
export const amountOf = (value: number | null): Cell => amount('', () => value).cell(null)
export const countOf = (value: number | null): Cell => quantity('', () => value).cell(null)
export const percentOf = (value: number | null): Cell => percent('', () => value).cell(null)

/** Code points, which most terminals show in one place each. */
const widthOf = (content: string): number => [...content].length
