/** The fields of a Postgres error that Neon passes on, as the driver reads them. */
const errorFields = [
  'code',
  'severity',
  'detail',
  'hint',
  'position',
  'internalPosition',
  'internalQuery',
  'where',
  'schema',
  'table',
  'column',
  'dataType',
  'constraint',
  'file',
  'line',
  'routine',
] as const

/** Neon's body for an error: Postgres' message and fields, absent ones as null. */
export type SqlErrorBody = { message: string } & Record<(typeof errorFields)[number], string | null>

/** The body for an error that Postgres itself raised, or null when the error is not Postgres'. */
export function sqlErrorBody(error: unknown): SqlErrorBody | null {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return null
  const fields = Object.fromEntries(
    errorFields.map((name) => [name, textOrNull(Reflect.get(error, name))]),
  )
  return { message: error.message, ...(fields as Omit<SqlErrorBody, 'message'>) }
}

const textOrNull = (value: unknown): string | null =>
  value === undefined || value === null ? null : String(value)
