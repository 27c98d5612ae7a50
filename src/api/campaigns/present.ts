import type * as z from 'zod'
import type { CampaignDetail, CampaignRow } from '../../db/campaigns/read'
import { jsonDate, jsonNumber, jsonTime } from '../http/json-values'
import { presentTrade } from '../trades/present'
import type { campaignDetailSchema, campaignSchema } from './schemas'

type CampaignJson = z.infer<typeof campaignSchema>
type DetailJson = z.infer<typeof campaignDetailSchema>['campaign']

/** A campaign as JSON. */
export function presentCampaign(row: CampaignRow): CampaignJson {
  return {
    campaign_id: row.campaignId,
    account_id: row.accountId,
    underlying: row.underlying,
    status: row.status,
    trade_count: row.tradeCount,
    strategies: row.strategies,
    opened_at: jsonTime(row.openedAt),
    closed_at: jsonTime(row.closedAt),
    opened_on: jsonDate(row.openedAt),
    closed_on: jsonDate(row.closedAt),
    realized_pl: jsonNumber(row.realizedPl),
    fees: jsonNumber(row.fees),
    dividends: jsonNumber(row.dividends),
    net_pl: jsonNumber(row.netPl),
    total_pl: jsonNumber(row.totalPl),
    shares: jsonNumber(row.shares),
    adjusted_basis: jsonNumber(row.adjustedBasis),
    incomplete: row.incomplete,
  }
}

/** A campaign with its trades as JSON. */
export const presentCampaignDetail = ({ campaign, trades }: CampaignDetail): DetailJson => ({
  ...presentCampaign(campaign),
  trades: trades.map(presentTrade),
})
