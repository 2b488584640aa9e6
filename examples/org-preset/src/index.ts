import { UdpServiceProject, type UdpServiceProjectOptions } from 'projen-udp-service';

/** What a team says about its service: everything that the template knows, and what Acme wants to know. */
export interface AcmeUdpServiceOptions extends UdpServiceProjectOptions {
  /**
   * Who pays.
   * @default - the platform team
   */
  readonly costCenter?: string;
}

/**
 * A UDP service as Acme runs it: Acme's defaults < what the team says < what nobody changes.
 * @pjid acme-udp-service
 */
export class AcmeUdpService extends UdpServiceProject {
  constructor(options: AcmeUdpServiceOptions) {
    super({
      clients: { cidrs: ['10.0.0.0/8'] },
      logs: { retentionDays: 365 },
      ...options,
      tags: { ...options.tags, 'cost-center': options.costCenter ?? 'platform' },
    });
  }
}
