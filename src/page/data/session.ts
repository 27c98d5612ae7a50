import { computed, signal } from '@preact/signals'

const KEY = 'legbook-token'

/** Storage can be forbidden, as in some private windows: the token is then kept in memory alone. */
function stored(storage: () => Storage): string | null {
  try {
    return storage().getItem(KEY)
  } catch {
    return null
  }
}

function store(storage: () => Storage, token: string | null): void {
  try {
    if (token === null) storage().removeItem(KEY)
    else storage().setItem(KEY, token)
  } catch {
    // Kept in memory.
  }
}

const session = () => sessionStorage
const device = () => localStorage

/** Takes the token out of the fragment of the address, as `npm start` prints it. */
function takeFromFragment(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get('token')
  if (token === null) return null
  history.replaceState(null, '', location.pathname + location.search)
  store(session, token)
  return token
}

export const token = signal<string | null>(takeFromFragment() ?? stored(session) ?? stored(device))

export const isSignedIn = computed(() => token.value !== null)

/** Why the last session ended; null after a sign out. */
export const farewell = signal<string | null>(null)

export function signIn(given: string, keep: boolean): void {
  farewell.value = null
  store(session, given)
  store(device, keep ? given : null)
  token.value = given
}

/** Forgets the token everywhere. */
export function signOut(reason: string | null = null): void {
  store(session, null)
  store(device, null)
  farewell.value = reason
  token.value = null
}
addEventListener('hashchange', () => {
  const given = takeFromFragment()
  if (given !== null) signIn(given, false)
})
