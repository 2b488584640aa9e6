import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as sns from 'aws-cdk-lib/aws-sns';
import type { Extensions } from '../../blueprint/src/template/extension-points';

/** Name of an existing topic in the account and region of the stage: the on-call rota. */
const TOPIC = 'on-call';

/** Every alarm of a production stage also goes to the on-call rota, beside where it goes already. */
export const extensions: Extensions = {
  service({ stage, stack, alarms = {} }) {
    if (!stage.production) return;
    const topicArn = stack.formatArn({ service: 'sns', resource: TOPIC });
    const onCall = new SnsAction(sns.Topic.fromTopicArn(stack, 'OnCall', topicArn));
    for (const alarm of Object.values(alarms)) alarm.addAlarmAction(onCall);
  },
};
