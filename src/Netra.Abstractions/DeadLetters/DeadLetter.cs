namespace Netra.Abstractions;

/// <summary>A message that was given up (protocol section 3).</summary>
/// <param name="Seq">Its name.</param>
/// <param name="Reason">Why, as the server API says it: <c>overflow</c>, <c>age</c>, <c>expired</c>, <c>handler_failed</c>, <c>undeliverable</c>.</param>
/// <param name="AtMs">Since when, Unix milliseconds.</param>
/// <param name="Message">The message, UTF-8 JSON.</param>
[GenerateSerializer, Alias("netra.dead_letter"), Immutable]
public sealed record DeadLetter(
    [property: Id(0)] long Seq, [property: Id(1)] string Reason, [property: Id(2)] long AtMs, [property: Id(3)] ReadOnlyMemory<byte> Message);
