/** An impossible value: a fact that the boundary should have refused, or a fault of the engine. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError'
}

/**
 * A value that must be there.
 *
 * @param what is missing, and `id` of what: the fact, trade or position that it is about.
 * @throws InvariantError when it is not there.
 */
export function known<T>(value: T | null | undefined, what: string, id: string): T {
  if (value === null || value === undefined) throw new InvariantError(`${what} is missing: ${id}`)
  return value
}
