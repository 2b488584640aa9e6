/** One synth of the compiled package in the working directory, with the options that stand in the first argument as JSON. */
process.env.PROJEN_DISABLE_POST = 'true';
const { UdpServiceProject } = require('../../lib');

new UdpServiceProject({ name: 'echo', ...JSON.parse(process.argv[2]) }).synth();
