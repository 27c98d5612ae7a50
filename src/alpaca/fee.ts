import type { FeeRule } from '../engine/output/fees'
import { readDate } from '../time/calendar'
import { newYorkDateOf } from '../time/new-york'
import { Refusal } from '../time/refusal'
import { meaningOf } from './activity-types'

/** The fields that say what a fee is charged on. */
export interface FeeFields {
  activityType: string
  activitySubType: string | null
  /** Holds the account number: only what is read from it is stored. */
  description: string | null
  executionId: string | null
  orderId: string | null
  /** YYYY-MM-DD. */
  date: string | null
  createdAt: string | null
}

/** What a fee is charged on, and the trade date that it is charged for, YYYY-MM-DD. */
export interface FeeTerms {
  feeRule: FeeRule | null
  feeDay: string | null
}

const NO_FEE: FeeTerms = { feeRule: null, feeDay: null }

/** The sub types of a day's sums, as texts without a sub type name them too. */
const DAY_SUM = /^(?:OPT\s+)?(REG|TAF|ORF|OCC|CAT)\b/i
const OF_OPTIONS = /^OPT\b/i
const ON_DAY = /\bon (\d{4}-\d\d-\d\d)\b/i

/**
 * Reads what a fee is charged on from its sub type and text (src/alpaca/README.md 3.5). Both are
 * null for an activity that is no fee.
 *
 * @example feeTerms({ activitySubType: 'REG', description: 'OPT REG fee …' }).feeRule // 'option_proceeds'
 */
export function feeTerms(fields: FeeFields): FeeTerms {
  const { chargedTo } = meaningOf(fields.activityType, fields.activitySubType)
  if (chargedTo === undefined) return NO_FEE
  const feeRule = chargedTo === 'account' ? 'account' : ruleOf(fields)
  return { feeRule, feeDay: dayOf(feeRule, fields) }
}

function ruleOf(fields: FeeFields): FeeRule {
  const { activityType, activitySubType, executionId, orderId } = fields
  if (executionId !== null) return 'execution'
  if (meaningOf(activityType).position === 'coin_fee') return 'coin'
  const text = fields.description?.trim() ?? ''
  const kind = (activitySubType ?? DAY_SUM.exec(text)?.[1])?.toUpperCase()
  switch (kind) {
    case 'ORF':
    case 'OCC':
      return 'option_contracts'
    case 'REG':
      return OF_OPTIONS.test(text) ? 'option_proceeds' : 'share_proceeds'
    case 'TAF':
      return OF_OPTIONS.test(text) ? 'option_quantity' : 'share_quantity'
    case 'CAT':
      return 'all_fills'
    case 'COM':
    case 'OCOM':
      return orderId === null ? 'account' : 'order'
    default:
      return 'account'
  }
}

/** The day in the text of a day's sum; else the row's date, else the day on which it was posted. */
function dayOf(rule: FeeRule, { description, date, createdAt }: FeeFields): string | null {
  const isDaySum = rule !== 'account' && rule !== 'order' && rule !== 'execution' && rule !== 'coin'
  const named = isDaySum ? ON_DAY.exec(description ?? '')?.[1] : undefined
  if (named !== undefined && !(readDate(named) instanceof Refusal)) return named
  return date ?? (createdAt === null ? null : newYorkDateOf(createdAt))
}
