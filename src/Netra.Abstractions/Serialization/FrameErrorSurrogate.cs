namespace Netra.Abstractions;

/// <summary>A <see cref="Protocol.FrameError"/> between silos.</summary>
[GenerateSerializer, Alias("netra.frame_error")]
internal struct FrameErrorSurrogate
{
    [Id(0)]
    public string Code;

    [Id(1)]
    public string Message;

    [Id(2)]
    public string? Ref;

    [Id(3)]
    public long? RetryAfterMs;

    [Id(4)]
    public int? Line;

    [Id(5)]
    public int? Column;

    [Id(6)]
    public string? Field;

    [Id(7)]
    public int? Index;
}
