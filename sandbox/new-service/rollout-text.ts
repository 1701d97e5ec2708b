/** How a rollout goes: every field with its unit, its default and what is allowed. */
export const rolloutText = `# How a new version gets the traffic. Every field may be left out; the values below are the defaults.
rollout:
  # The canary's share in percent, step by step: whole numbers that rise to 100, the promotion.
  steps:
    - weight: 10
      # Minutes. A step passes when the metrics pass at the maximum (at the minimum: see judge); when
      # they do not, whenInconclusive or whenBlind applies. 1 to 1440. A step below 100 without a
      # bake has 10 and 20; the step of 100 bakes only if it says so.
      bake: { minimumMinutes: 10, maximumMinutes: 20 }
      # Buckets of a minute after each shift that are not judged, while caches and pools fill. 0 to 60.
      warmUpBuckets: 2
    - weight: 50
      bake: { minimumMinutes: 10, maximumMinutes: 20 }
      warmUpBuckets: 2
    - weight: 100
      warmUpBuckets: 2
      # Add this to a step and a person must approve it before its traffic is shifted. Minutes, 1 to
      # 4320, default 240; what happens when nobody answers: roll-back (default) or advance.
      # approval: { deadlineMinutes: 240, action: roll-back }

  # How the canary is judged, minute by minute:
  #   sequential  weighs the evidence that the canary is worse than stable. It may be looked at as
  #               often as one likes: rolled back as soon as the evidence is in, and of the releases
  #               that are no worse at most alpha are rolled back, counted over their whole rollout.
  #   threshold   compares both sides with the limits of each metric. A release that is no worse is
  #               rolled back now and then: 4 of 120 rehearsals of good with the default limits.
  judge: sequential
  # 0.0001 to 0.1; 0.01 rolls back at evidence of 100 to 1.
  alpha: 0.01
  # true: a step ends at the minimum of its bake once the evidence says that every critical metric is
  # within its limit; else a good release bakes for the maximum, and so it does beside a critical
  # metric that has no such evidence: of kind gauge, or a quantile that is not read as a count of slow
  # requests. With judge: threshold a step ends at the minimum whenever it passes.
  earlyPromotion: false

  # When a bake reaches its maximum and too little was seen to say pass or regress:
  # extend (default), hold (a person decides), roll-back or advance.
  whenInconclusive: extend
  # The same when the metrics could not be seen at all. No data is never a pass.
  whenBlind: extend
  # How often a bake may be extended by its maximum before the rollout is held. 0 to 10.
  extensions: 2

  # A held rollout waits for a person.
  hold:
    # Minutes, 1 to 4320.
    deadlineMinutes: 240
    # When nobody answers in time: roll-back, or needs-operator (the weights stay as they are).
    action: roll-back
    # Minutes between reminders, 5 to 1440.
    reminderMinutes: 60

  # Hours that the whole rollout may take, 1 to 72.
  maximumHours: 72
  # Minutes, 1 to 10080: an older deploy event is refused.
  maxEventAgeMinutes: 60
  # A newer revision that arrives during a rollout: refuse, or supersede (roll back, start the newer).
  newerRevision: refuse
  # true: judge and tell, but leave the weights to another tool.
  dryRun: false
  # Critical metrics whose lack of traffic or data you accept, each with the reason; instead of {}:
  # waivers: { latency-p99: "fewer than 1,000 requests an hour at night" }
  waivers: {}
`;
