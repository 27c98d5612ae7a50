import { useSignal } from '@preact/signals'
import type { ComponentChildren } from 'preact'

/** A column of a table. */
export interface Column<Row> {
  name: string
  /** Short name for the head of narrow columns. */
  head?: string
  cell: (row: Row) => ComponentChildren
  /** What the rows are sorted by; without it the column does not sort. */
  sort?: (row: Row) => number | string | null | undefined
  /** Numbers stand on the right. */
  numeric?: boolean
  /** The widths on which the column is shown: always, from tablets on, or from desks on. */
  from?: 'tablet' | 'desk'
  /** In the foot of the table. */
  total?: ComponentChildren
}

interface TableProps<Row> {
  /** The accessible name. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  keyOf: (row: Row) => string
  isBusy?: boolean
  /** Adds a class to a row. */
  rowClass?: (row: Row) => string | undefined
}

interface Sorting {
  name: string
  descending: boolean
}

/** A table that sorts its rows by a click on a column's head. */
export function Table<Row>(props: TableProps<Row>) {
  const { caption, columns, keyOf, isBusy, rowClass } = props
  const sorting = useSignal<Sorting | null>(null)
  const rows = sorted(props, sorting.value)
  const hasTotals = columns.some(({ total }) => total !== undefined)
  return (
    <table aria-busy={isBusy || undefined}>
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <Head key={column.name} column={column} sorting={sorting} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={keyOf(row)} class={rowClass?.(row)}>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.name} scope="row" class={classOf(column)}>
                  {column.cell(row)}
                </th>
              ) : (
                <td key={column.name} class={classOf(column)}>
                  {column.cell(row)}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
      {hasTotals && (
        <tfoot>
          <tr>
            {columns.map((column, index) =>
              index === 0 ? (
                <th key={column.name} scope="row" class={classOf(column)}>
                  {column.total}
                </th>
              ) : (
                <td key={column.name} class={classOf(column)}>
                  {column.total}
                </td>
              ),
            )}
          </tr>
        </tfoot>
      )}
    </table>
  )
}

function Head<Row>({
  column,
  sorting,
}: {
  column: Column<Row>
  sorting: { value: Sorting | null }
}) {
  const { name, head = name, sort, numeric = false } = column
  const own = sorting.value?.name === name ? sorting.value : null
  if (sort === undefined) {
    return (
      <th scope="col" class={classOf(column)}>
        {head === '' ? <span class="hidden">{name}</span> : head}
      </th>
    )
  }
  return (
    <th
      scope="col"
      class={classOf(column)}
      aria-sort={own ? (own.descending ? 'descending' : 'ascending') : undefined}
    >
      <button
        type="button"
        class="sort"
        onClick={() => {
          sorting.value = own
            ? own.descending === numeric
              ? { name, descending: !numeric }
              : null
            : { name, descending: numeric }
        }}
      >
        {head}
        <i aria-hidden="true">{own ? (own.descending ? '↓' : '↑') : ''}</i>
      </button>
    </th>
  )
}

const classOf = ({ numeric, from }: Pick<Column<never>, 'numeric' | 'from'>): string =>
  [numeric && 'num', from && `from-${from}`].filter(Boolean).join(' ')

/** Rows without a value come last. */
function sorted<Row>({ rows, columns }: TableProps<Row>, sorting: Sorting | null): readonly Row[] {
  const key = columns.find(({ name }) => name === sorting?.name)?.sort
  if (!sorting || !key) return rows
  const sign = sorting.descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const [a, b] = [key(one) ?? null, key(other) ?? null]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return a < b ? -sign : a > b ? sign : 0
  })
}

/** The table behind a picture. */
export function Behind({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <details class="behind">
      <summary>{name} as a table</summary>
      <div class="scrolls">{children}</div>
    </details>
  )
}
