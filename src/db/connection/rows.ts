import { Column, type DriverValueDecoder, is, SQL } from 'drizzle-orm'
import * as z from 'zod'
import type { Database } from './client'

type PrepareQuery = Database['_']['session']['prepareQuery']
type Fields = NonNullable<Parameters<PrepareQuery>[1]>

/** What makes a value of what the driver gives; null where that is the value already. */
type Decode = ((value: unknown) => unknown) | null

/**
 * Makes objects of rows as Drizzle does, but looks up once for a column, not once for a cell, how its values are read: of a
 * page of a hundred rows that is half of what Drizzle costs. Rows within rows, as a join selects them, stay with Drizzle.
 */
export function readRowsQuickly(db: Database): Database {
  const { session } = db._
  const prepare: PrepareQuery = session.prepareQuery.bind(session)
  session.prepareQuery = (query, fields, name, isArrayMode, mapper, ...rest) =>
    prepare(query, fields, name, isArrayMode, mapper ?? mapperOf(fields), ...rest)
  return db
}

function mapperOf(fields: Fields | undefined): ((rows: unknown[][]) => unknown) | undefined {
  if (fields === undefined || fields.some(({ path }) => path.length > 1)) return undefined
  const cells = fields.map(({ path: [name = ''], field }) => ({ name, decode: decodeOf(field) }))
  return (rows) =>
    rows.map((row) => {
      const object: Record<string, unknown> = {}
      for (let i = 0; i < cells.length; i++) {
        const cell = cells[i]
        const value = row[i]
        if (cell) object[cell.name] = value === null || !cell.decode ? value : cell.decode(value)
      }
      return object
    })
}

function decodeOf(field: Fields[number]['field']): Decode {
  const decoder = is(field, Column) ? field : decoderOf(is(field, SQL.Aliased) ? field.sql : field)
  const decode = decoder.mapFromDriverValue
  return decode === Column.prototype.mapFromDriverValue ? null : decode.bind(decoder)
}

// Drizzle's types do not tell of it.
const decoded = z.looseObject({ decoder: z.custom<DriverValueDecoder<unknown, unknown>>() })

const decoderOf = (expression: unknown) => decoded.parse(expression).decoder
