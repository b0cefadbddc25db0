namespace Netra.Host;

/// <summary>The files of the dashboard's page, which are part of this program.</summary>
internal static class DashboardPage
{
    private const string Index = "index.html";
    private const string Folder = "dashboard/";

    private static readonly Dictionary<string, byte[]> Files = Load();

    public static async Task WriteAsync(HttpContext context, string name)
    {
        if (!Files.TryGetValue(name.Length == 0 ? Index : name, out var bytes))
        {
            await ManagementKey.RefuseAsync(context, StatusCodes.Status404NotFound, "There is no such file.");
            return;
        }

        context.Response.ContentType = Path.GetExtension(name) switch
        {
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            _ => "text/html; charset=utf-8",
        };
        // A newer program brings a newer page.
        context.Response.Headers.CacheControl = "no-cache";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    private static Dictionary<string, byte[]> Load()
    {
        var assembly = typeof(DashboardPage).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .ToDictionary(name => name[Folder.Length..], name =>
            {
                using var resource = assembly.GetManifestResourceStream(name)!;
                using var bytes = new MemoryStream();
                resource.CopyTo(bytes);
                return bytes.ToArray();
            });
    }
}
