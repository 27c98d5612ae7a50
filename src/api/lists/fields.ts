import * as z from 'zod'
import { ORDER_STATUSES } from '../../alpaca/order-status'
import { CAMPAIGN_STATUSES } from '../../db/campaigns/read'
import { PROOF_STATES } from '../../db/schema'
import { TRADE_STATUSES } from '../../db/trades/filter'
import { STRATEGY_TYPES } from '../../engine/strategies/strategy-types'
import { ERRORS } from '../http/errors'
import { UPSTREAM_STATES } from '../live/feeds'

/**
 * Parts of response schemas, each with its description. They document responses and are never run
 * over them; the tests check every response against the contract.
 */
export const field = {
  text: (description: string) => z.string().meta({ description }),
  /** A decimal, as a JSON number. */
  decimal: (description: string) => z.number().meta({ description }),
  count: (description: string) => z.int32().min(0).meta({ format: 'int32', description }),
  flag: (description: string) => z.boolean().meta({ description }),
  uuid: (description: string) => z.string().meta({ format: 'uuid', description }),
  /** RFC 3339, UTC, to the microsecond. */
  time: (description: string) =>
    z
      .string()
      .meta({ format: 'date-time', examples: ['2026-09-10T16:17:18.577198Z'], description }),
  /** YYYY-MM-DD. */
  date: (description: string) =>
    z.string().meta({ format: 'date', examples: ['2026-12-18'], description }),
  /** Text from a set of words that may grow. */
  word: (words: readonly string[], description: string) =>
    z.string().meta({ enum: [...words], description }),
  list: <Item extends z.ZodType>(item: Item, description: string) =>
    z.array(item).meta({ description }),
  /** The status of every success. */
  success: () => z.literal('success').meta({ description: 'Always `success`.' }),
}

/** Fields that mean the same in every response. */
export const shared = {
  accountId: () => field.text("Alpaca's id of the account."),
  label: () => field.text('Your label of the account.'),
  underlying: () =>
    field.text('The symbol that an option is on. For stocks and coins, their own symbol.'),
  symbol: () => field.text('OCC symbol of an option, ticker of a stock, or coin pair (BTC/USD).'),
  assetId: () => field.text("Alpaca's id of the asset."),
  assetClass: () => field.text("Alpaca's asset class, such as us_equity, us_option or crypto."),
  expiryDate: () => field.date('Expiry date of the option. null for stocks and coins.'),
  strike: () => field.decimal('Strike of the option, per share. null for stocks and coins.'),
  optionType: () =>
    word.optionType.nullable().meta({ description: 'call or put. null for stocks and coins.' }),
  strategy: () => field.text('Name of the structure, or the name that an override gave it.'),
  strategyType: () =>
    word.strategyType.meta({ description: 'Family of structures that the strategy belongs to.' }),
  tags: () => field.list(z.string(), 'Tags, from an override.'),
  note: () => field.text('Note, from an override.'),
  createdAt: () => field.time('When the row was first stored.'),
  updatedAt: () => field.time('When the row last changed.'),
  durationMs: () => field.count('Duration, in milliseconds.'),
}

const named = (id: string, words: readonly string[], description: string) =>
  z.string().meta({ id, enum: [...words], description })

/**
 * Closed vocabularies. Each is a named schema of the contract, so that clients get a type for it.
 */
export const word = {
  strategyType: named('StrategyType', STRATEGY_TYPES, 'A family of structures.'),
  campaignStatus: named(
    'CampaignStatus',
    CAMPAIGN_STATUSES,
    'open while a trade is open, else pending while an order can still open one, else closed. unfilled if no order filled.',
  ),
  tradeStatus: named(
    'TradeStatus',
    TRADE_STATUSES,
    'Status of a trade. `partial` means that a part of it is closed.',
  ),
  orderStatus: named(
    'OrderStatus',
    ORDER_STATUSES,
    "Alpaca's status of an order. A status that legbook does not know is `unknown`.",
  ),
  direction: named(
    'Direction',
    ['credit', 'debit'],
    'Whether opening the trade brought cash (credit) or cost cash (debit).',
  ),
  legKind: named('LegKind', ['call', 'put', 'stock', 'crypto'], 'Kind of instrument.'),
  optionType: named('OptionType', ['call', 'put'], 'Type of an option.'),
  orderSide: named('OrderSide', ['buy', 'sell'], 'Side of an order or an execution.'),
  positionSide: named('PositionSide', ['long', 'short'], 'Side of a position or a leg.'),
  proofState: named(
    'ProofState',
    PROOF_STATES,
    'Whether the ledger agrees with the broker. `settling` means that every difference has a cause that passes by itself.',
  ),
  liveState: named(
    'LiveState',
    UPSTREAM_STATES,
    'live: connected. held_elsewhere: another program holds the one connection that Alpaca allows. refused: Alpaca refuses the keys. off: no connection is wanted now.',
  ),
  errorCode: named('ErrorCode', Object.keys(ERRORS), 'Code of an error. Codes are never renamed.'),
}

/** The property that `include=raw` adds to a row. */
export const rawData = () =>
  z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'The payload as Alpaca sent it. Only with include=raw.', examples: [{}] })

/** The cursor of the next page of a list. */
export const nextCursor = () =>
  z
    .string()
    .nullable()
    .meta({ description: 'Send it as `cursor` to get the next page. null on the last page.' })
