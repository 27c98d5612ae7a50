import { type Micros, micros, microsOf } from '../../../time/micros'
import { unprocessable } from './errors'

/** A query parameter; null when it is absent or empty. */
export function parameter(query: URLSearchParams, name: string): string | null {
  const value = query.get(name)
  return value === '' ? null : value
}

/** A comma-separated list; empty when it is absent. */
export function listParameter(query: URLSearchParams, name: string): string[] {
  const value = parameter(query, name)
  return value === null ? [] : value.split(',').filter((item) => item !== '')
}

/** One of the words. @throws StandInError 422 for another word. */
export function wordParameter<T extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly T[],
  otherwise: T,
): T {
  const value = parameter(query, name)
  if (value === null) return otherwise
  const word = words.find((candidate) => candidate === value)
  if (word === undefined) throw unprocessable(`invalid ${name}: ${value}`)
  return word
}

/** A whole number within bounds. @throws StandInError 422 for anything else. */
export function wholeParameter(
  query: URLSearchParams,
  name: string,
  bounds: { otherwise: number; most: number },
): number {
  const value = parameter(query, name)
  if (value === null) return bounds.otherwise
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw unprocessable(`invalid ${name}: ${value}`)
  if (number > bounds.most) throw unprocessable(`${name} must be at most ${bounds.most}`)
  return number
}

/** A boolean. @throws StandInError 422 for anything else. */
export function flagParameter(query: URLSearchParams, name: string): boolean {
  return wordParameter(query, name, ['true', 'false'], 'false') === 'true'
}

/** A moment, or a day for its midnight UTC. @throws StandInError 422 for anything else. */
export function momentParameter(query: URLSearchParams, name: string): Micros | null {
  // The `+` of a time zone arrives as a space when the caller did not encode it.
  const value = parameter(query, name)?.replace(/ (\d{2}:\d{2})$/, '+$1')
  if (value === undefined) return null
  if (/^\d{4}-\d{2}-\d{2}$/.test(value) && microsOf(`${value}T00:00:00Z`) !== null) {
    return micros(`${value}T00:00:00Z`)
  }
  const at = microsOf(value)
  if (at === null) throw unprocessable(`invalid ${name}: ${value}`)
  return at
}
