using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Netra.Protocol;

/// <summary>Reads the bodies of calls that change the state (protocol section 7). Throws for no input.</summary>
public static class StateChangeBody
{
    /// <summary>A change stands two levels down in its <c>state_updated</c>.</summary>
    private const int MaxDepth = JsonFaults.MaxDepth - 2;

    /// <summary>
    /// Makes sure that a body is JSON of its kind's shape: an object for <see cref="StateChangeKind.Patch"/> and <see cref="StateChangeKind.Updates"/>, an
    /// array for <see cref="StateChangeKind.Ops"/>; what else is there is <c>invalid_patch</c>. Whether it can be applied is not looked at.
    /// </summary>
    /// <param name="utf8">The body.</param>
    /// <param name="kind">What it is meant as.</param>
    /// <param name="json">The JSON value without the white space around it, a slice of the body.</param>
    /// <param name="error">What was wrong, and what was expected.</param>
    public static bool TryRead(
        ReadOnlyMemory<byte> utf8, StateChangeKind kind, out ReadOnlyMemory<byte> json, [NotNullWhen(false)] out FrameError? error)
    {
        json = default;
        error = JsonFaults.BeforeReading(utf8.Span);
        if (error is not null) return false;

        try
        {
            error = Read(utf8, kind, out json);
        }
        catch (JsonException)
        {
            error = JsonFaults.Syntax(utf8.Span);
        }

        return error is null;
    }

    private static FrameError? Read(ReadOnlyMemory<byte> utf8, StateChangeKind kind, out ReadOnlyMemory<byte> json)
    {
        json = default;
        var cursor = new JsonCursor(utf8.Span);
        var value = cursor.TakeValue();
        cursor.ExpectEnd();
        var isArray = kind == StateChangeKind.Ops;
        if (value.Kind != (isArray ? JsonTokenType.StartArray : JsonTokenType.StartObject))
            return new FrameError(ErrorCodes.InvalidPatch, $"The body must be {(isArray ? "an array of operations" : "an object")}.");
        if (value.Depth > MaxDepth) return JsonFaults.TooDeep(utf8.Span, value.Offset);
        json = utf8.Slice(value.Offset, value.Raw.Length);
        return null;
    }
}
