using System.Text.Json;

namespace Netra.Protocol;

/// <summary>Where a fault is: the <c>details</c> of an error. What is null is not written.</summary>
public sealed record FrameErrorDetails
{
    /// <summary>The line, from 1. Lines end with a line feed.</summary>
    public int? Line { get; init; }

    /// <summary>The column in the line, from 1, in UTF-16 code units; one past the end where the input was cut off.</summary>
    public int? Column { get; init; }

    /// <summary>The name of the member that is wrong.</summary>
    public string? Field { get; init; }

    /// <summary>Which message of a batch it is, from 0.</summary>
    public int? Index { get; init; }

    /// <summary>Writes the details as one JSON object, members in the order line, column, field, index.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        if (Line is { } line) writer.WriteNumber("line"u8, line);
        if (Column is { } column) writer.WriteNumber("column"u8, column);
        if (Field is { } field) writer.WriteString("field"u8, field);
        if (Index is { } index) writer.WriteNumber("index"u8, index);
        writer.WriteEndObject();
    }
}
