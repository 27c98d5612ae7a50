import { DEV_VARS, readDevVars } from '../dev-vars'
import { nearestName } from './nearest-name'
import { LOCAL_SETTING_NAMES } from './settings'

/** Prefixes that only legbook and Alpaca's own libraries use in names of settings. */
const OURS = /^(?:ALPACA|APCA|LEGBOOK)_/i

/**
 * Lines about settings without effect: unknown names, each with the nearest known setting, and
 * settings that another setting overrides. No line holds a value.
 */
export function settingHints(
  environment: Record<string, string | undefined>,
  devVars: string = DEV_VARS,
): string[] {
  const inFile = readDevVars(devVars)
  const isSet = (name: string) => Boolean((environment[name] || inFile[name])?.trim())
  const unknown = (names: object) =>
    Object.keys(names).filter((name) => !LOCAL_SETTING_NAMES.includes(name))
  const ofFile = unknown(inFile).map((name) => hint(`${name} in ${devVars}`, nearestName(name)))
  const ofEnvironment = unknown(environment)
    .filter((name) => !(name in inFile))
    .flatMap((name) => {
      const meant = nearestName(name)
      if (meant === null) return OURS.test(name) && !hasAccount(isSet) ? [hint(name, null)] : []
      return isNeeded(meant, isSet) ? [hint(name, meant)] : []
    })
  return [...ofFile, ...ofEnvironment, ...idle(isSet)]
}

type IsSet = (name: string) => boolean

const hint = (name: string, meant: string | null): string =>
  `${name} is not a setting of legbook${meant === null ? '.' : `: did you mean ${meant}?`}`

const hasAccount = (isSet: IsSet): boolean => isSet('ALPACA_ACCOUNTS') || isSet('ALPACA_API_KEY_ID')

/** A variable that resembles a setting gets no line when that setting is set. */
const isNeeded = (meant: string, isSet: IsSet): boolean =>
  !isSet(meant) && !(meant.startsWith('ALPACA_') && isSet('ALPACA_ACCOUNTS'))

function idle(isSet: IsSet): string[] {
  const overruled = ['ALPACA_API_KEY_ID', 'ALPACA_API_SECRET_KEY', 'ALPACA_BASE_URL']
    .filter((name) => isSet('ALPACA_ACCOUNTS') && isSet(name))
    .map((name) => `${name} has no effect: ALPACA_ACCOUNTS is set.`)
  return isSet('NEON_HTTP_ENDPOINT') && !isSet('DATABASE_URL')
    ? [...overruled, 'NEON_HTTP_ENDPOINT has no effect: DATABASE_URL is not set.']
    : overruled
}
