using Netra.Protocol;

namespace Netra.Abstractions;

/// <summary>Errors go by the name of their code. A code that this build does not know becomes <c>internal</c>.</summary>
[RegisterConverter]
internal sealed class FrameErrorConverter : IConverter<FrameError, FrameErrorSurrogate>
{
    public FrameError ConvertFromSurrogate(in FrameErrorSurrogate surrogate)
    {
        var code = ErrorCodes.TryGet(surrogate.Code, out var known) ? known : ErrorCodes.Internal;
        var hasDetails = surrogate.Line is not null || surrogate.Column is not null || surrogate.Field is not null || surrogate.Index is not null;
        return new FrameError(code, surrogate.Message)
        {
            Ref = surrogate.Ref,
            RetryAfterMs = surrogate.RetryAfterMs,
            Details = !hasDetails ? null : new FrameErrorDetails
            {
                Line = surrogate.Line,
                Column = surrogate.Column,
                Field = surrogate.Field,
                Index = surrogate.Index,
            },
        };
    }

    public FrameErrorSurrogate ConvertToSurrogate(in FrameError value) => new()
    {
        Code = value.Code.Name,
        Message = value.Message,
        Ref = value.Ref,
        RetryAfterMs = value.RetryAfterMs,
        Line = value.Details?.Line,
        Column = value.Details?.Column,
        Field = value.Details?.Field,
        Index = value.Details?.Index,
    };
}
