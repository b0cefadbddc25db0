using System.Text.Json.Serialization;

namespace Netra.Host;

/// <summary>How the answers of the dashboard are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AccessBody))]
[JsonSerializable(typeof(OverviewBody))]
[JsonSerializable(typeof(HistoryBody))]
[JsonSerializable(typeof(ConnectionsBody))]
[JsonSerializable(typeof(FaultsBody))]
internal sealed partial class DashboardJson : JsonSerializerContext;
