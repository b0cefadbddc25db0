using System.Text;
using System.Text.Json.Serialization;

namespace Netra.Tool;

/// <summary>JSON as it came, on one line: numbers keep their digits, strings their escapes.</summary>
[JsonConverter(typeof(RawJsonConverter))]
internal sealed record RawJson(string Text)
{
    /// <summary>Takes valid JSON, and leaves out the white space between its tokens.</summary>
    public static RawJson Of(string json)
    {
        var compact = new StringBuilder(json.Length);
        var (isText, isEscaped) = (false, false);
        foreach (var c in json)
        {
            if (!isText && c is ' ' or '\t' or '\n' or '\r') continue;
            compact.Append(c);
            if (c == '"' && !isEscaped) isText = !isText;
            isEscaped = c == '\\' && !isEscaped;
        }

        return new RawJson(compact.ToString());
    }
}
