using System.Globalization;
using System.Text;

namespace Netra.Client;

/// <summary>The address of an upgrade. The token is not in it.</summary>
internal static class OpenUrl
{
    public static Uri Of(Uri url, OpenQuery open)
    {
        var query = new StringBuilder(url.Query.TrimStart('?'));
        Add(query, "client_id", open.ClientId);
        Add(query, "reject", "close");
        Add(query, "start", open.Start switch { StartPosition.Head => "head", StartPosition.Oldest => "oldest", StartPosition.Unread => "unread", _ => null });
        Add(query, "last_seq", open.LastSeq?.ToString(CultureInfo.InvariantCulture));
        Add(query, "epoch", open.Epoch);
        Add(query, "state_version", open.StateVersion?.ToString(CultureInfo.InvariantCulture));
        var scheme = url.Scheme is "https" or "wss" ? "wss" : "ws";
        // The port is lost with the scheme where it is the default one.
        return new UriBuilder(url) { Scheme = scheme, Port = url.IsDefaultPort ? -1 : url.Port, Query = query.ToString() }.Uri;
    }

    private static void Add(StringBuilder query, string name, string? value)
    {
        if (value is null) return;
        if (query.Length > 0) query.Append('&');
        query.Append(name).Append('=').Append(Uri.EscapeDataString(value));
    }
}
