# R: read.csv by URL, and the package SPARQL, which reads XML.
suppressMessages(library(SPARQL))
server <- commandArgs(trailingOnly = TRUE)[1]
query <- "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 7"
frame <- read.csv(paste0(server, "/sparql?format=csv&query=", URLencode(query, reserved = TRUE)))
asked <- SPARQL(paste0(server, "/sparql"), query)$results
names <- paste0('"', names(frame), '"', collapse = ",")
cat(sprintf('{"csv": %d, "names": [%s], "xml": [%d, %d]}\n',
            nrow(frame), names, nrow(asked), ncol(asked)))
