import { computed, signal } from '@preact/signals'

/** Where the page is: the path and the query of the address. */
export interface Place {
  path: string
  query: URLSearchParams
}

const read = (): Place => ({
  path: location.pathname,
  query: new URLSearchParams(location.search),
})

export const place = signal<Place>(read())

export const path = computed(() => place.value.path)

addEventListener('popstate', () => {
  place.value = read()
})

/** Goes to an address of the page. `replace` leaves no entry in the history. */
export function go(to: string, { replace = false } = {}): void {
  if (to === location.pathname + location.search) return
  const fromPath = location.pathname
  history[replace ? 'replaceState' : 'pushState'](null, '', to)
  place.value = read()
  if (location.pathname !== fromPath) scrollTo(0, 0)
}

/** An address with a query; empty values are left out. */
export function address(to: string, query: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  const text = search.toString()
  return text === '' ? to : `${to}?${text}`
}

/** Changes some parameters of the present address. An empty value removes one. */
export function setQuery(
  changes: Record<string, string | undefined>,
  options: { replace?: boolean } = {},
): void {
  const { path: here, query } = place.peek()
  go(address(here, { ...Object.fromEntries(query), ...changes }), options)
}
