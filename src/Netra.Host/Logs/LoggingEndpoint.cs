using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Netra.Gateway;

namespace Netra.Host;

/// <summary>
/// <c>/logging</c> on the management port: which log levels hold in place of the configured ones, and, with an API key that has the scope <c>admin</c>, others for a
/// while. They end by themselves: nobody has to remember. Event ids 5800 to 5899.
/// </summary>
internal static partial class LoggingEndpoint
{
    private const string Path = "/logging";

    public static void Add(IServiceCollection services)
    {
        services.AddNetraApiKeys();
        services.AddSingleton<LogLevelOverrides>();
        services.AddSingleton<IPostConfigureOptions<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevelOverrides>());
        services.AddSingleton<IOptionsChangeTokenSource<LoggerFilterOptions>>(provider => provider.GetRequiredService<LogLevelOverrides>());
    }

    public static void Map(IApplicationBuilder management)
    {
        var overrides = management.ApplicationServices.GetRequiredService<LogLevelOverrides>();
        var keys = management.ApplicationServices.GetRequiredService<IApiKeys>();
        var logger = management.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(LoggingEndpoint));
        management.MapWhen(context => context.Request.Path.Value == Path, logging => logging.Run(context => context.Request.Method switch
        {
            "GET" => WriteAsync(context, overrides.Current),
            "PUT" => ManagementKey.GuardAsync(context, keys, () => PutAsync(context, overrides, logger)),
            "DELETE" => ManagementKey.GuardAsync(context, keys, () => DeleteAsync(context, overrides, logger)),
            _ => ManagementKey.RefuseAsync(context, StatusCodes.Status405MethodNotAllowed, "Use GET, PUT or DELETE."),
        }));
    }

    private static async Task PutAsync(HttpContext context, LogLevelOverrides overrides, ILogger logger)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { } size) size.MaxRequestBodySize = LogLevelRequest.MaxBytes;
        using var body = new MemoryStream();
        try
        {
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        }
        catch (BadHttpRequestException exception)
        {
            var what = exception.StatusCode == StatusCodes.Status413PayloadTooLarge ? $"The body must not have more than {LogLevelRequest.MaxBytes} bytes." : "The body could not be read.";
            await ManagementKey.RefuseAsync(context, exception.StatusCode, what);
            return;
        }

        if (!LogLevelRequest.TryParse(body.ToArray(), out var levels, out var time, out var fault))
        {
            await ManagementKey.RefuseAsync(context, StatusCodes.Status400BadRequest, fault);
            return;
        }

        var set = overrides.Set(levels, time);
        Changed(logger, string.Join(", ", levels.Select(entry => $"{entry.Key}={entry.Value}")), time);
        await WriteAsync(context, set);
    }

    private static Task DeleteAsync(HttpContext context, LogLevelOverrides overrides, ILogger logger)
    {
        overrides.Clear();
        Reset(logger);
        return WriteAsync(context, overrides.Current);
    }

    private static async Task WriteAsync(HttpContext context, LogLevelOverride current)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter);
        json.WriteStartObject();
        json.WriteStartObject("levels");
        foreach (var (category, level) in current.Levels) json.WriteString(category, level.ToString());
        json.WriteEndObject();
        if (current.Until is { } until) json.WriteNumber("until", until.ToUnixTimeMilliseconds());
        else json.WriteNull("until");
        json.WriteEndObject();
    }

    [LoggerMessage(5800, LogLevel.Warning, "Log levels were changed: {Levels}, for {Time}")]
    private static partial void Changed(ILogger logger, string levels, TimeSpan time);

    [LoggerMessage(5801, LogLevel.Warning, "Log levels are as configured again")]
    private static partial void Reset(ILogger logger);
}
