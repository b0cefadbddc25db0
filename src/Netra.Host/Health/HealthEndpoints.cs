using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Netra.Host;

/// <summary>Health on the management port: whether the process lives, and whether it can serve, with what is wrong in the body.</summary>
/// <example><c>{"status":"degraded","checks":[{"name":"storage","status":"degraded","description":"…","data":{"failing":["b"]}}]}</c></example>
internal static class HealthEndpoints
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>
    /// Adds what readiness depends on. Whether the process lives depends on nothing: a new one would find the same database away, and its sockets would be lost.
    /// </summary>
    public static void Add(IServiceCollection services, bool hasUserGrains)
    {
        var checks = services.AddHealthChecks().AddCheck<ClusterHealthCheck>("cluster", timeout: Timeout);
        if (hasUserGrains)
        {
            services.AddSingleton<StorageHealthCheck>();
            checks.AddCheck<StorageHealthCheck>("storage", timeout: Timeout);
        }
        else
        {
            // Not the storage: sockets outlive its outages, and what can't be published is refused call by call.
            checks.AddCheck<UserGrainHostsHealthCheck>("silos", timeout: Timeout);
        }
    }

    public static void Map(IApplicationBuilder management)
    {
        MetricsSetup.Map(management);
        LoggingEndpoint.Map(management);
        DashboardSetup.Map(management);
        management.UseHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
        management.UseHealthChecks("/health/ready", new HealthCheckOptions { ResponseWriter = WriteAsync });
        management.Run(context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
    }

    private static async Task WriteAsync(HttpContext context, HealthReport report)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteString("status", NameOf(report.Status));
        json.WriteStartArray("checks");
        foreach (var (name, entry) in report.Entries) Write(json, name, entry);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, in HealthReportEntry entry)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("status", NameOf(entry.Status));
        json.WriteString("description", entry.Description);
        json.WriteStartObject("data");
        foreach (var (key, value) in entry.Data)
        {
            json.WritePropertyName(key);
            JsonSerializer.Serialize(json, value);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>What is degraded is ready: it serves a part of the users.</summary>
    public static string NameOf(HealthStatus status) => status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "unhealthy",
    };
}
