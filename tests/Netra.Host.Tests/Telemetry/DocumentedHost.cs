using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace Netra.Host.Tests;

/// <summary>The host that the pages of telemetry are held against. Each call and message that it gets is traced, where somebody listens.</summary>
public sealed class DocumentedHost : IAsyncLifetime
{
    private RunningHost? _host;

    internal RunningHost Host => _host!;

    /// <summary>The server API, with a key.</summary>
    public HttpClient Api { get; } = new();

    public async ValueTask InitializeAsync()
    {
        _host = await RunningHost.StartAsync(("Netra:Telemetry:Traces:SampleRatio", "1"));
        Api.BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Host.Port}"));
        Api.DefaultRequestHeaders.Add("Authorization", "Bearer dev-key");
    }

    /// <summary>Connects a tab.</summary>
    internal async Task<Tab> ConnectAsync(string user, CancellationToken patience, string query = "")
    {
        using var issued = await Api.PostAsJsonAsync("/dev/token", new { user_id = user }, patience);
        var token = (await issued.Content.ReadFromJsonAsync<JsonElement>(patience)).GetProperty("token").GetString()!;
        return await Tab.OpenAsync(Host.Port, token, patience, query);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        if (_host is not null) await _host.DisposeAsync();
    }
}
