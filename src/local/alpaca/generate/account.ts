import { addDays } from '../../../time/calendar'
import { isTradingDay, session } from '../../../time/exchange-calendar'
import { DAY, MINUTE, type Micros, micros, rfc3339, SECOND } from '../../../time/micros'
import { newYorkDate, newYorkTime } from '../../../time/new-york'
import { Broker } from '../broker'
import type { LivingAccount } from '../living-account'
import { Random } from '../random'
import { Desk } from './desk'
import { type Episodes, planEpisodes } from './episodes/plan'
import { addMoney, keepHouse, noonBefore, payDividends } from './housekeeping'
import { Market } from './market'
import { LIVE, NIGHT, PAST } from './plans'
import { Schedule } from './schedule'
import { adjustedContract } from './stories/adjusted'

/** Eighteen months. */
const HISTORY_DAYS = 548

/** The probability that a plan begins on a day; it is drawn twice. */
const DAILY_CHANCE = 0.31

export interface GeneratedAccountOptions {
  /** The same seed and moment give the same account, byte for byte. */
  seed: string
  /** The moment at which the history ends and the live trading begins. */
  now: string
  /** The rare events of the history; default none. */
  episodes?: Episodes
}

/**
 * A paper account with eighteen months of history up to a moment, which continues after it: about
 * every minute an order is placed, filled, changed or canceled, of coins when the market is closed.
 * The result does not depend on how `advance` is split into steps.
 */
export function generateAccount({
  seed,
  now,
  episodes = 'none',
}: GeneratedAccountOptions): LivingAccount {
  const start = micros(now)
  const openedAt = rfc3339(
    newYorkTime(newYorkDate(start - HISTORY_DAYS * DAY), '10:44:56') + 476_004,
  )
  const firstDay = newYorkDate(micros(openedAt))
  const market = new Market(seed, firstDay)
  const broker = new Broker({
    seed,
    openedAt,
    deposit: '100000',
    fees: true,
    prices: (symbol, at) => market.price(symbol, at),
  })
  const schedule = new Schedule()
  const random = new Random(`desk:${seed}`)
  const desk = new Desk({ broker, market, random, schedule, now: micros(openedAt) })

  keepHouse(desk, addDays(firstDay, 1))
  payDividends(desk, firstDay)
  addMoney(desk, [noonBefore(now, 365), noonBefore(now, 120)], '25000')
  planDays(desk, addDays(firstDay, 1))
  planAdjustment(desk, addDays(newYorkDate(start), -240))
  // A desk of its own: the draws and reservations of the other stories stay as they are.
  const scripted = new Desk({
    broker,
    market,
    random: new Random(`episodes:${seed}`),
    schedule,
    now: micros(openedAt),
  })
  planEpisodes(scripted, newYorkDate(start), episodes)
  desk.plan(start + 20 * SECOND, () => live(desk))

  const advance = (to: string): void => schedule.runUntil(micros(to))
  advance(now)
  return { broker, advance }
}

/** Plans each day in its morning. */
function planDays(desk: Desk, date: string): void {
  desk.plan(newYorkTime(date, '09:00:00'), () => {
    for (let i = 0; i < 2; i++) {
      if (!isTradingDay(date) || !desk.random.chance(DAILY_CHANCE)) continue
      const plan = desk.random.weighted(PAST)
      desk.begin(desk.inSession(0), () => plan(desk, 'swing'))
    }
    planDays(desk, addDays(date, 1))
  })
}

function planAdjustment(desk: Desk, date: string): void {
  desk.plan(newYorkTime(date, '09:00:00'), () => {
    const expiry = desk.expiry(330, 340)
    desk.begin(desk.inSession(0), () => adjustedContract(desk, expiry))
  })
}

/** Plans the live trading. */
function live(desk: Desk): void {
  const open = isOpenFor(desk, 20 * MINUTE)
  const plan = desk.random.weighted(open ? LIVE : NIGHT)
  desk.begin(desk.now + SECOND, () => plan(desk, 'live'))
  const pause: Micros = desk.random.whole(open ? 150 : 180, 300) * SECOND
  desk.plan(desk.now + pause, () => live(desk))
}

/** Whether the market is open and stays open for some time. */
function isOpenFor(desk: Desk, left: Micros): boolean {
  if (!isTradingDay(desk.today)) return false
  const { open, close } = session(desk.today)
  return desk.now >= open && desk.now < close - left
}
