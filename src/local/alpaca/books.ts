import { type Micros, micros } from '../../time/micros'
import { Activities } from './activities'
import type { BrokerExecution } from './activity'
import { Cash } from './cash'
import { Contracts } from './contracts'
import { BrokerOrders } from './orders'
import { Positions } from './positions'
import { Random } from './random'
import { TradeListeners } from './trade-listeners'

export interface BrokerOptions {
  /** Seed of the account's ids: the same seed and script give the same ids. */
  seed?: string
  /** When the account was opened. */
  openedAt?: string
  /** Dollars deposited at the opening (JNLC); `0` for none. */
  deposit?: string
  /**
   * `false` for an old account, whose orders have no `position_intent` (src/alpaca/README.md 1.3).
   */
  positionIntent?: boolean
  /**
   * Whether each option execution is charged the OCC fee. `postDailyFees` charges the sums of a
   * day.
   */
  fees?: boolean
  /**
   * When expiries, assignments and exercises become visible as activities; both occur
   * (src/alpaca/README.md 3.4). `next-day`: created the morning after `date`, which is the next
   * business day for a Friday. `same-evening`: dated and created on the day itself.
   */
  optionEvents?: 'next-day' | 'same-evening'
  /**
   * Whether the legs of a replaced multi-leg order name each other as the parents do. Unknown of
   * the real API (src/alpaca/README.md 7).
   */
  replaceLinksOnLegs?: boolean
  /**
   * Whether the FILL row of a busted or corrected execution stays. Unknown of the real API
   * (src/alpaca/README.md 7).
   */
  bustedFills?: 'stay' | 'vanish'
}

/** The state of one account. */
export interface Books {
  readonly accountId: string
  readonly accountNumber: string
  readonly openedAt: Micros
  readonly options: Required<BrokerOptions>
  readonly uuid: () => string
  readonly orders: BrokerOrders
  readonly positions: Positions
  readonly cash: Cash
  readonly activities: Activities
  readonly executions: BrokerExecution[]
  readonly contracts: Contracts
  readonly tradeListeners: TradeListeners
  clock: Micros
}

const DEFAULTS: Required<BrokerOptions> = {
  seed: 'legbook',
  openedAt: '2024-01-02T14:30:00Z',
  deposit: '100000',
  positionIntent: true,
  fees: false,
  optionEvents: 'next-day',
  replaceLinksOnLegs: true,
  bustedFills: 'stay',
}

export function openBooks(given: BrokerOptions): Books {
  const options = { ...DEFAULTS, ...given }
  const random = new Random(options.seed)
  const uuid = () => random.uuid()
  const openedAt = micros(options.openedAt)
  return {
    accountId: uuid(),
    accountNumber: accountNumber(options.seed),
    openedAt,
    options,
    uuid,
    orders: new BrokerOrders(),
    positions: new Positions(),
    cash: new Cash(),
    activities: new Activities(),
    executions: [],
    contracts: new Contracts(),
    tradeListeners: new TradeListeners(),
    clock: openedAt,
  }
}

/** An account number like those of paper accounts: `PA` and ten letters or digits. */
function accountNumber(seed: string): string {
  const random = new Random(`number:${seed}`)
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
  return `PA${Array.from({ length: 10 }, () => letters[random.word() % 36]).join('')}`
}

/** Moves the account's clock to a moment. @throws RangeError for an earlier one. */
export function moveClock(books: Books, at: Micros): Micros {
  if (at < books.clock) throw new RangeError('the account is already past that moment')
  books.clock = at
  books.cash.settle(at)
  return at
}
