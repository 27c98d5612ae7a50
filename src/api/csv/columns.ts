import { newYorkClock } from '../../time/new-york'
import { jsonDate, jsonTime } from '../http/json-values'
import { listCell, numberCell, textCell } from './cells'

/** The cell of each column, by column name, in the order of the file. */
export type Columns<Row> = Record<string, (row: Row) => string>

type Cell<Value, Row> = (value: (row: Row) => Value) => (row: Row) => string

/** Cell functions for rows of one kind. */
export interface Cells<Row> {
  text: Cell<string | null, Row>
  number: Cell<string | number | null, Row>
  /** YYYY-MM-DD. */
  date: Cell<string | null, Row>
  /** The New York date of a time, YYYY-MM-DD. */
  day: Cell<string | null, Row>
  /**
   * YYYY-MM-DD HH:MM:SS in New York: spreadsheets have no zones, and trading days are New York's.
   */
  time: Cell<string | null, Row>
  flag: Cell<boolean, Row>
  list: Cell<readonly string[], Row>
}

/** Creates cell functions for rows of one kind. null becomes an empty cell. */
export const cellsOf = <Row>(): Cells<Row> => ({
  text: (value) => (row) => textCell(value(row)),
  number: (value) => (row) => numberCell(value(row)),
  date: (value) => (row) => orEmpty(value(row)),
  day: (value) => (row) => orEmpty(jsonDate(value(row))),
  time: (value) => (row) => timeCell(value(row)),
  flag: (value) => (row) => String(value(row)),
  list: (value) => (row) => listCell(value(row)),
})

const orEmpty = (text: string | null): string => (text === null ? '' : text)

const timeCell = (stored: string | null): string =>
  stored === null ? '' : newYorkClock(jsonTime(stored))
