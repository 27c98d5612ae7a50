import { and, eq, type SQL, sql } from 'drizzle-orm'
import { accountsNamed, isAmong, type ListPage } from '../accounts/named'
import type { Database } from '../connection/client'
import { alpacaTrades } from '../schema'
import { campaignSums } from '../schema/campaign-sums'
import { readRows } from '../statements/select-rows'
import { type StoredTrade, selectTrades } from '../trades/select'

/**
 * The states of a campaign: open while one of its trades is, else pending while an order can still
 * open one, else closed; unfilled when none of its orders ever filled.
 */
export const CAMPAIGN_STATUSES = ['pending', 'open', 'closed', 'unfilled'] as const

export type CampaignStatus = (typeof CAMPAIGN_STATUSES)[number]

/** A filter of campaigns. */
export interface CampaignFilter {
  /** Id or label. */
  account?: string | undefined
  /** The underlying of the first trade. */
  underlying?: string | undefined
  /** A campaign matches any of these. */
  status?: readonly CampaignStatus[] | undefined
}

/** The key of the campaign after which a page begins. */
export interface CampaignKey {
  openedAt: string
  campaignId: string
}

/**
 * The sums over the trades of a campaign: decimals as text, before and after fees. Profit is null
 * when a trade is incomplete.
 */
export interface CampaignRow extends Record<string, unknown> {
  campaignId: string
  accountId: string
  underlying: string
  status: CampaignStatus
  tradeCount: number
  strategies: string[]
  openedAt: string
  closedAt: string | null
  realizedPl: string | null
  fees: string
  dividends: string
  netPl: string | null
  totalPl: string | null
  /** Shares held, negative when short. */
  shares: string
  /** Per share. */
  adjustedBasis: string | null
  incomplete: boolean
}

/**
 * Whether a campaign `t` has a trade in one of some states. A subquery with a limit is run for each
 * row of the page; the planner would turn `exists` into a scan of the table.
 */
const hasTrade = (words: string): SQL => sql`coalesce((select true from ${alpacaTrades} m
  where m.campaign_id = t.trade_id and m.status in (${sql.raw(words)}) limit 1), false)`

/** The same, by reading the few open or pending trades once. */
const isAmongThose = (words: string): SQL => sql`t.trade_id in (select m.campaign_id
  from ${alpacaTrades} m where m.status in (${sql.raw(words)}))`

const OPEN = `'open', 'partial'`
const PENDING = `'pending'`
const CLOSED = `'closed'`

const STATUS_CONDITIONS: Record<CampaignStatus, SQL> = {
  open: isAmongThose(OPEN),
  pending: sql`(${isAmongThose(PENDING)} and not ${isAmongThose(OPEN)})`,
  closed: sql`(${hasTrade(CLOSED)} and not ${isAmongThose(`${OPEN}, ${PENDING}`)})`,
  unfilled: sql`(t.status = 'unfilled' and not ${hasTrade(`${OPEN}, ${PENDING}, ${CLOSED}`)})`,
}

/**
 * Selects the campaigns whose first trade `t` fulfils a condition, the newest first, with the sums
 * over their trades. The page is cut before the sums are made.
 */
function selectCampaigns(where: SQL | undefined, limit: number): SQL<CampaignRow> {
  return sql<CampaignRow>`select p.trade_id as "campaignId", p.account_id as "accountId",
      p.underlying, p.opened_at as "openedAt", s.status, s.trade_count as "tradeCount", s.strategies,
      s.closed_at as "closedAt", s.fees, s.dividends, s.incomplete, s.shares,
      s.realized_pl as "realizedPl", s.net_pl as "netPl", s.total_pl as "totalPl",
      s.adjusted_basis as "adjustedBasis"
    from (
      select t.trade_id, t.account_id, t.underlying, t.opened_at from ${alpacaTrades} t
      where t.campaign_id = t.trade_id and ${where ?? sql`true`}
      order by t.opened_at desc, t.trade_id desc limit ${limit}::int
    ) p
    cross join lateral (${campaignSums}) s
    order by p.opened_at desc, p.trade_id desc`
}

function conditions(db: Database, filter: CampaignFilter, after: CampaignKey | undefined) {
  const { account, underlying, status } = filter
  const states = status?.map((one) => STATUS_CONDITIONS[one])
  return and(
    account === undefined ? undefined : sql`t.account_id in ${accountsNamed(db, account)}`,
    underlying === undefined ? undefined : sql`t.underlying = ${underlying}`,
    states === undefined ? undefined : sql`(${sql.join(states, sql` or `)})`,
    after &&
      sql`(t.opened_at, t.trade_id) < (${after.openedAt}::timestamptz, ${after.campaignId}::uuid)`,
  )
}

/** Lists campaigns by the opening of their first trade, newest first. One round trip. */
export async function listCampaigns(
  db: Database,
  filter: CampaignFilter,
  { limit, after }: { limit: number; after: CampaignKey | undefined },
): Promise<ListPage<CampaignRow>> {
  const [accounts, { rows }] = await db.batch([
    accountsNamed(db, filter.account),
    db.execute<CampaignRow>(selectCampaigns(conditions(db, filter, after), limit)),
  ])
  return { rows, accountKnown: filter.account === undefined || accounts.length > 0 }
}

/** A campaign with its trades, the first opened first. */
export interface CampaignDetail {
  campaign: CampaignRow
  trades: StoredTrade[]
}

/**
 * Reads one campaign with its trades. `detail` is null when the account, by its id or label, has no
 * such campaign. One round trip.
 */
export async function readCampaign(
  db: Database,
  campaignId: string,
  account: string | undefined,
): Promise<{ detail: CampaignDetail | null; accountKnown: boolean }> {
  const [accounts, campaigns, trades] = await db.batch([
    accountsNamed(db, account),
    db.execute<CampaignRow>(selectCampaigns(sql`t.trade_id = ${campaignId}::uuid`, 1)),
    readRows(db, selectTrades(db, eq(alpacaTrades.campaignId, campaignId))),
  ])
  const [campaign] = campaigns.rows
  const isThere = campaign !== undefined && isAmong(accounts, account, campaign.accountId)
  return {
    detail: isThere ? { campaign, trades: trades.rows.toReversed() } : null,
    accountKnown: account === undefined || accounts.length > 0,
  }
}
