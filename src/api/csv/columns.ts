import { newYorkClock } from '../../time/new-york'
import { jsonDate, jsonTime } from '../http/json-values'
import { listCell, numberCell, textCell } from './cells'

/** What stands in each column of an export, by its name, in the order of the file. */
export type Columns<Row> = Record<string, (row: Row) => string>

type Cell<Value, Row> = (value: (row: Row) => Value) => (row: Row) => string

/** Makes the cells of rows of one kind. */
export interface Cells<Row> {
  text: Cell<string | null, Row>
  number: Cell<string | number | null, Row>
  /** YYYY-MM-DD. */
  date: Cell<string | null, Row>
  /** The date of a moment on the exchange's clock, YYYY-MM-DD. */
  day: Cell<string | null, Row>
  /** YYYY-MM-DD HH:MM:SS on the exchange's clock: spreadsheets know no zones, and trading days are the exchange's. */
  time: Cell<string | null, Row>
  flag: Cell<boolean, Row>
  list: Cell<readonly string[], Row>
}

/** The cells of rows of one kind. */
export const cellsOf = <Row>(): Cells<Row> => ({
  text: (value) => (row) => textCell(value(row)),
  number: (value) => (row) => numberCell(value(row)),
  date: (value) => (row) => value(row) ?? '',
  day: (value) => (row) => jsonDate(value(row)) ?? '',
  time: (value) => (row) => timeCell(value(row)),
  flag: (value) => (row) => String(value(row)),
  list: (value) => (row) => listCell(value(row)),
})

const timeCell = (stored: string | null): string =>
  stored === null ? '' : newYorkClock(jsonTime(stored))
