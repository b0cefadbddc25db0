using System.Text.Json.Serialization;

namespace Netra.Faults;

/// <summary>What a sender was told.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
internal enum Outcome
{
    /// <summary>It is durable.</summary>
    Accepted,

    /// <summary>It was surely not carried out.</summary>
    Refused,

    /// <summary>No answer, or one that leaves it open.</summary>
    Unknown,
}
