import { withPayload } from '@payloadcms/next/withPayload';

const redirects = async () => [{ source: '/', destination: '/admin', permanent: false }];

export default withPayload({ poweredByHeader: false, redirects });
