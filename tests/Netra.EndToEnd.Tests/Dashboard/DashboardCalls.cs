using System.Globalization;
using System.Text.Json;

namespace Netra.EndToEnd.Tests;

/// <summary>The dashboard's own API, on the management port of a host.</summary>
public sealed class DashboardCalls(string managementUrl) : IDisposable
{
    public NetraApi Api { get; } = new(managementUrl);

    public Task<ApiAnswer> TryGetAsync(string path, string? key = null) => Api.GetAsync("/dashboard/api/" + path, key);

    public async Task<JsonElement> GetAsync(string path, string? key = null) => (await TryGetAsync(path, key)).AssertOk();

    public Task<ApiAnswer> PostAsync(string path, string body = "{}") => Api.SendAsync(HttpMethod.Post, "/dashboard/api/" + path, body, key: null);

    /// <summary>A figure of the overview, over all processes.</summary>
    public async Task<long> FigureAsync(string name) => (await GetAsync("overview")).GetProperty("figures").GetProperty(name).GetInt64();

    /// <summary>A figure, as the page writes it.</summary>
    public async Task<string> TextAsync(string name) => (await FigureAsync(name)).ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Everything that the history has counted of a figure.</summary>
    public async Task<long> CountedAsync(string name) =>
        (await GetAsync("history")).GetProperty("figures").GetProperty(name).EnumerateArray().Sum(value => value.GetInt64());

    public void Dispose() => Api.Dispose();
}
