import { createRouter } from '../http/router'
import { list, one } from './handlers'
import { getCampaign, getCampaigns } from './routes'

export const campaignsRouter = () =>
  createRouter().openapi(getCampaigns, list).openapi(getCampaign, one)
