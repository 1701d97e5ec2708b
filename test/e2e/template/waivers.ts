/** What cfn-lint may find in the stack, and why it stays. */
export interface Waiver {
  /** https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md */
  readonly rule: string;
  /** The type of the resources, or the path of what is none. */
  readonly at: string;
  readonly because: string;
}

export const waivers: readonly Waiver[] = [
  {
    rule: 'W3005',
    at: 'AWS::Lambda::Function',
    because: 'the framework lists the role in DependsOn though the function refers to it',
  },
  {
    rule: 'W8003',
    at: 'Conditions/HasEmail',
    because:
      'the address is given when the stack is packaged, and with it the condition is decided',
  },
  {
    rule: 'I1022',
    at: 'AWS::S3::BucketPolicy',
    because: 'the framework writes the policy of its bucket with Fn::Join, which says the same',
  },
  {
    rule: 'I3011',
    at: 'AWS::Logs::LogGroup',
    because: 'logs are forgotten after 30 days, and may go with the stack',
  },
  {
    rule: 'I3011',
    at: 'AWS::SQS::Queue',
    because: 'a dead letter is of use only to the functions of the stack',
  },
  {
    rule: 'I3042',
    at: 'AWS::StepFunctions::StateMachine',
    because:
      'its states name service integrations of the partition aws; evenkeel is not made for the others',
  },
];
